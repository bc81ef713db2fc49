//! Writes a regime as one file: the canonical text, from which the same regime is read.
//!
//! Every field is stated, defaults included, in one order and one way of writing, whatever files,
//! includes and notations the regime was read from. Comments, and notes on expectations, are not
//! part of a regime and are not kept.

mod values;

use super::entries::*;
use super::ids::*;
use super::number::Exact;
use super::selector::{ActivitySelector, Key, MeasureSelector, Test};
use values::{Inline, amount, between, list, number, strings, text, value};

/// The canonical text of a regime.
pub fn write(regime: &Regime) -> String {
    let mut out = Writer { regime, text: "format = 1\n".to_owned() };
    out.agreement(&regime.agreement);
    regime.assumptions.iter().for_each(|a| out.assumption(a));
    regime.signatures.iter().for_each(|s| out.entry("signature", &s.entry));
    regime.holdings.iter().for_each(|h| out.holding(h));
    regime.activities.iter().for_each(|a| out.activity(a));
    regime.concealments.iter().for_each(|c| out.concealment(c));
    regime.measures.iter().for_each(|m| out.measure(m));
    regime.obligations.iter().for_each(|o| out.obligation(o));
    regime.interests.iter().for_each(|i| out.interest(i));
    regime.phases.iter().for_each(|p| out.phase(p));
    regime.expects.iter().for_each(|e| out.expect(e));
    out.text
}

struct Writer<'a> {
    regime: &'a Regime,
    text: String,
}

/// The ids of what is referred to, and the tables in fields.
impl Writer<'_> {
    fn assumption_id(&self, ix: AssumptionIx) -> String {
        text(self.regime.assumptions.get(ix.0).map_or("", |a| &a.entry.id))
    }

    /// The id of a holding; those of preparations follow the others.
    fn holding_id(&self, ix: HoldingIx) -> String {
        match self.regime.holdings.get(ix.0) {
            Some(holding) => text(&holding.entry.id),
            None => self.preparation_id(ix.0.saturating_sub(self.regime.holdings.len())),
        }
    }

    /// The id of an activity; those of preparations follow the others.
    fn activity_id(&self, ix: ActivityIx) -> String {
        match self.regime.activities.get(ix.0) {
            Some(activity) => text(&activity.entry.id),
            None => self.preparation_id(ix.0.saturating_sub(self.regime.activities.len())),
        }
    }

    fn preparation_id(&self, nth: usize) -> String {
        let prepared = self.regime.activities.iter().filter(|a| a.preparation.is_some()).nth(nth);
        text(&prepared.map(|a| format!("{}.preparation", a.entry.id)).unwrap_or_default())
    }

    fn signatures(&self, places: &[SignatureIx]) -> String {
        list(places.iter().map(|s| text(self.regime.signatures.get(s.0).map_or("", |s| &s.entry.id))))
    }

    fn concealments(&self, places: &[ConcealmentIx]) -> String {
        list(places.iter().map(|c| text(self.regime.concealments.get(c.0).map_or("", |c| &c.entry.id))))
    }

    fn measures(&self, places: &[MeasureIx]) -> String {
        list(places.iter().map(|m| text(self.regime.measures.get(m.0).map_or("", |m| &m.entry.id))))
    }

    fn obligation_id(&self, ix: ObligationIx) -> String {
        text(self.regime.obligations.get(ix.0).map_or("", |o| &o.entry.id))
    }

    fn obligations(&self, places: &[ObligationIx]) -> String {
        list(places.iter().map(|o| self.obligation_id(*o)))
    }

    fn amounts(&self, amounts: &Amounts) -> String {
        let mut table = Inline::default();
        amounts.iter().for_each(|(holding, n)| table.add(&self.holding_id(*holding), amount(n)));
        table.close()
    }

    fn set(&mut self, key: &str, value: impl AsRef<str>) {
        self.text.push_str(&format!("{key} = {}\n", value.as_ref()));
    }

    fn set_if(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    fn set_text(&mut self, key: &str, value: &Option<String>) {
        self.set_if(key, value.as_deref().map(text));
    }

    fn entry(&mut self, kind: &str, entry: &Entry) {
        self.text.push_str(&format!("\n[[{kind}]]\n"));
        self.notes(entry);
    }

    fn notes(&mut self, entry: &Entry) {
        self.set("id", text(&entry.id));
        self.set_text("name", &entry.name);
        self.set_text("text", &entry.text);
        if !entry.source.is_empty() {
            self.set("source", strings(&entry.source));
        }
    }

    fn attributes(&mut self, attributes: &Attributes) {
        let mut table = Inline::default();
        attributes.iter().for_each(|(name, of)| table.add(&text(name), value(of)));
        self.set("attributes", table.close());
    }
}

/// The entries, one after the other.
impl Writer<'_> {
    fn agreement(&mut self, agreement: &Agreement) {
        self.text.push_str("\n[agreement]\n");
        self.notes(&agreement.entry);
        self.set_text("title", &agreement.title);
        self.set("goal", number(&agreement.goal));
        self.set_text("inspected", &agreement.inspected);
        self.set("parties", strings(&agreement.parties));
        self.set("sources", strings(&agreement.sources));
    }

    fn assumption(&mut self, assumption: &Assumption) {
        self.entry("assumption", &assumption.entry);
        self.set(
            "holds",
            match assumption.holds {
                Holds::True => "true",
                Holds::False => "false",
                Holds::Unknown => "\"unknown\"",
            },
        );
    }

    fn holding(&mut self, holding: &Holding) {
        self.entry("holding", &holding.entry);
        self.set("initial", amount(&holding.initial));
        self.set_text("site", &holding.site);
        self.attributes(&holding.attributes);
        self.set("signatures", self.signatures(&holding.signatures));
    }

    fn activity(&mut self, activity: &Activity) {
        self.entry("activity", &activity.entry);
        self.set_if("if", activity.condition.map(|a| self.assumption_id(a)));
        self.set_text("conduct", &activity.conduct);
        self.set_if("of", activity.of.map(|h| self.holding_id(h)));
        self.set_text("site", &activity.site);
        self.set_text("channel", &activity.channel);
        self.attributes(&activity.attributes);
        self.set("uses", self.amounts(&activity.uses));
        self.set("makes", self.amounts(&activity.makes));
        self.set("needs", self.amounts(&activity.needs));
        self.set("units", amount(&activity.units));
        match &activity.rate {
            Rate::PerMonth(most) => self.set("max_per_month", amount(most)),
            Rate::MonthsBetween(months) => self.set("min_months_between", amount(months)),
        }
        self.set_if("total", activity.total.as_ref().map(amount));
        self.set("signatures", self.signatures(&activity.signatures));
        if let Some(preparation) = &activity.preparation {
            let mut table = Inline::default();
            table.add("months", amount(&preparation.months));
            table.add("signatures", self.signatures(&preparation.signatures));
            self.set("preparation", table.close());
        }
        self.set("cost", between(&activity.cost));
    }

    fn concealment(&mut self, concealment: &Concealment) {
        self.entry("concealment", &concealment.entry);
        self.set_if("if", concealment.condition.map(|a| self.assumption_id(a)));
        self.set("activities", activity_selector(&concealment.activities));
        self.set("hides", self.signatures(&concealment.hides));
        self.set("residual", between(&concealment.residual));
        self.set("against", measure_selector(&concealment.against));
        self.set_if("needs_notice_days", concealment.needs_notice_days.map(|n| n.to_string()));
        self.set("excludes", self.concealments(&concealment.excludes));
        self.set("uses", self.amounts(&concealment.uses));
        self.set("needs", self.amounts(&concealment.needs));
        self.set("signatures", self.signatures(&concealment.signatures));
        self.set("cost", between(&concealment.cost));
    }

    fn measure(&mut self, measure: &Measure) {
        self.entry("measure", &measure.entry);
        self.set("family", text(measure.family.word()));
        let rows = measure.detects.iter().map(|row| {
            let mut table = Inline::default();
            table.add("signature", text(self.regime.signatures.get(row.signature.0).map_or("", |s| &s.entry.id)));
            table.add("probability", between(&row.probability));
            table.add("where", activity_selector(&row.place));
            table.add("discriminates", between(&row.discriminates));
            table.close()
        });
        self.set("detects", list(rows));
        self.set("coverage", between(&measure.coverage));
        self.set("invoked", between(&measure.invoked));
        self.set("cued_by", self.measures(&measure.cued_by));
        self.set("latency_months", amount(&measure.latency_months));
        self.set("notice_days", amount(&measure.notice_days));
        self.set_text("common_cause", &measure.common_cause);
        self.set("consent", measure.consent.to_string());
        self.set("intrusiveness", number(&measure.intrusiveness));
        self.set("cost_per_year", number(&measure.cost_per_year));
        self.set("false_alarms_per_year", number(&measure.false_alarms_per_year));
    }

    fn obligation(&mut self, obligation: &Obligation) {
        self.entry("obligation", &obligation.entry);
        self.set_text("article", &obligation.article);
        match &obligation.duty {
            Duty::Prohibits(selectors) => self.set("prohibits", list(selectors.iter().map(activity_selector))),
            Duty::Limits { holding, at_most } => {
                let mut table = Inline::default();
                table.add("holding", self.holding_id(*holding));
                table.add("at_most", at_most.to_string());
                self.set("limits", table.close());
            }
        }
        self.set("significant", obligation.significant.to_string());
        self.set("usable_after_months", amount(&obligation.usable_after_months));
        self.set("response_months", amount(&obligation.response_months));
        self.set_if("goal", obligation.goal.as_ref().map(number));
        self.set("interests", strings(&obligation.interests));
    }

    fn interest(&mut self, interest: &Interest) {
        self.entry("interest", &interest.entry);
        self.set_text("party", &interest.party);
        self.set("concerns", list(interest.concerns.iter().map(activity_selector)));
    }

    fn phase(&mut self, phase: &Phase) {
        self.entry("phase", &phase.entry);
        self.set_text("title", &phase.title);
        self.set("months", phase.months.to_string());
        self.set("obligations", self.obligations(&phase.obligations));
        self.set("measures", self.measures(&phase.measures));
        self.set("drops_obligations", self.obligations(&phase.drops_obligations));
        self.set("drops_measures", self.measures(&phase.drops_measures));
        if let Some(tolerance) = &phase.tolerance {
            let mut table = Inline::default();
            table.add_if("each", tolerance.each.as_ref().map(number));
            table.add_if("total", tolerance.total.as_ref().map(number));
            self.set("tolerance", table.close());
        }
        self.set("gate", self.obligations(&phase.gate));
        self.set("rewards", list(phase.rewards.iter().map(|r| self.reward(r))));
    }

    fn reward(&self, reward: &Reward) -> String {
        let mut table = Inline::default();
        table.add("id", text(&reward.entry.id));
        table.add_if("name", reward.entry.name.as_deref().map(text));
        table.add_if("text", reward.entry.text.as_deref().map(text));
        table.add("source", strings(&reward.entry.source));
        table.add("value", number(&reward.value));
        table.add_if("unit", reward.unit.as_deref().map(text));
        table.add("reversible", reward.reversible.to_string());
        table.add("after_months", reward.after_months.to_string());
        table.add_if("verified", reward.verified.as_ref().map(|v| self.obligations(v)));
        table.close()
    }

    fn expect(&mut self, expect: &Expect) {
        self.text.push_str("\n[[expect]]\n");
        self.set("obligation", self.obligation_id(expect.obligation));
        for (key, verdict) in
            [("verdict", expect.verdict), ("adverse", expect.adverse), ("favourable", expect.favourable)]
        {
            self.set_if(key, verdict.map(|v| text(v.word())));
        }
        let mut bounds = Inline::default();
        bounds.add_if("at_least", expect.at_least.as_ref().map(number));
        bounds.add_if("at_most", expect.at_most.as_ref().map(number));
        self.set("confidence", bounds.close());
        self.set("evasion_uses", list(expect.evasion_uses.iter().map(|a| self.activity_id(*a))));
    }
}

fn activity_selector(selector: &ActivitySelector) -> String {
    let mut table = Inline::default();
    for (key, test) in &selector.keys {
        let key = match key {
            Key::Id => "id".to_owned(),
            Key::Conduct => "conduct".to_owned(),
            Key::Of => "of".to_owned(),
            Key::Site => "site".to_owned(),
            Key::Channel => "channel".to_owned(),
            Key::Attribute(name) => text(name),
        };
        table.add(&key, self::test(test));
    }
    table.close()
}

fn test(test: &Test) -> String {
    match test {
        Test::AnyOf(values) => list(values.iter().map(value)),
        Test::Range { over, at_least, under, at_most } => {
            let mut table = Inline::default();
            let bound = |n: &Option<Exact>| n.as_ref().map(number);
            for (key, of) in [("over", over), ("at_least", at_least), ("under", under), ("at_most", at_most)] {
                table.add_if(key, bound(of));
            }
            table.close()
        }
    }
}

fn measure_selector(selector: &MeasureSelector) -> String {
    let mut table = Inline::default();
    table.add_if("id", selector.id.as_deref().map(strings));
    table.add_if("family", selector.family.as_ref().map(|f| list(f.iter().map(|f| text(f.word())))));
    table.add_if("consent", selector.consent.map(|c| c.to_string()));
    table.close()
}
