//! Writes a sketch out as TOML.

use super::*;
use std::fmt::{self, Display, Formatter, Write};

impl Display for Whole {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            write!(f, "{}", self.low)
        } else {
            write!(f, "{{ low = {}, high = {} }}", self.low, self.high)
        }
    }
}

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let decimal = |n: u32| match n {
            1000 => "1".to_owned(),
            n => format!("0.{n:03}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        };
        if self.low == self.high {
            write!(f, "{}", decimal(self.low))
        } else {
            write!(f, "{{ low = {}, high = {} }}", decimal(self.low), decimal(self.high))
        }
    }
}

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut keys: Vec<String> = Vec::new();
        match self.ids.as_slice() {
            [] => {}
            [id] => keys.push(format!("id = {id:?}")),
            ids => keys.push(format!("id = {ids:?}")),
        }
        keys.extend(self.of.iter().map(|of| format!("of = {of:?}")));
        keys.extend(self.rest.iter().map(|(key, value)| format!("{key} = {value}")));
        if keys.is_empty() { f.write_str("{}") } else { write!(f, "{{ {} }}", keys.join(", ")) }
    }
}

/// A table of the file under construction.
struct Table(String);

impl Table {
    fn new(kind: &str, id: &str) -> Table {
        Table(format!("\n[[{kind}]]\nid = {id:?}\n"))
    }

    fn set(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn set_if(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    fn list(&mut self, key: &str, ids: &[String]) {
        if !ids.is_empty() {
            self.set(key, format!("{ids:?}"));
        }
    }

    fn amounts(&mut self, key: &str, amounts: &Amounts) {
        if !amounts.is_empty() {
            let pairs: Vec<String> = amounts.iter().map(|(h, n)| format!("{h:?} = {n}")).collect();
            self.set(key, format!("{{ {} }}", pairs.join(", ")));
        }
    }
}

fn quoted(text: &Option<&'static str>) -> Option<String> {
    text.map(|t| format!("{t:?}"))
}

impl Sketch {
    /// The regime as a file.
    pub fn toml(&self) -> String {
        let mut text = format!("format = 1\n\n[agreement]\nid = \"random\"\ngoal = {}\n", self.goal);
        let mut assumption = Table::new("assumption", "doubt");
        assumption.set("holds", self.holds);
        text += &assumption.0;
        for signature in &self.signatures {
            text += &Table::new("signature", signature).0;
        }
        self.holdings.iter().for_each(|h| text += &h.table());
        self.activities.iter().for_each(|a| text += &a.table());
        self.concealments.iter().for_each(|c| text += &c.table());
        self.measures.iter().for_each(|m| text += &m.table());
        self.obligations.iter().for_each(|o| text += &o.table());
        self.interests.iter().for_each(|i| text += &i.toml());
        self.phases.iter().for_each(|p| text += &p.table());
        text
    }
}

impl Holding {
    fn table(&self) -> String {
        let mut t = Table::new("holding", &self.id);
        t.set("initial", self.initial);
        t.set_if("site", quoted(&self.site));
        t.set_if("attributes", self.range_km.map(|km| format!("{{ range_km = {km} }}")));
        t.list("signatures", &self.signatures);
        t.0
    }
}

impl Activity {
    fn table(&self) -> String {
        let mut t = Table::new("activity", &self.id);
        t.set_if("conduct", quoted(&self.conduct));
        t.set_if("of", self.of.as_ref().map(|of| format!("{of:?}")));
        t.set_if("site", quoted(&self.site));
        t.set_if("channel", quoted(&self.channel));
        t.set_if("attributes", self.range_km.map(|km| format!("{{ range_km = {km} }}")));
        t.amounts("uses", &self.uses);
        t.amounts("makes", &self.makes);
        t.amounts("needs", &self.needs);
        t.set("units", self.units);
        match self.rate {
            Rate::PerMonth(n) => t.set("max_per_month", n),
            Rate::MonthsBetween(n) => t.set("min_months_between", n),
        }
        t.set_if("total", self.total);
        t.list("signatures", &self.signatures);
        if let Some((months, signatures)) = &self.preparation {
            t.set("preparation", format!("{{ months = {months}, signatures = {signatures:?} }}"));
        }
        t.set_if("if", self.assumed.then_some("\"doubt\""));
        t.0
    }
}

impl Concealment {
    fn table(&self) -> String {
        let mut t = Table::new("concealment", &self.id);
        t.set_if("activities", self.activities.as_ref());
        t.list("hides", &self.hides);
        t.set("residual", self.residual);
        t.set_if(
            "against",
            self.against.as_ref().map(|against| match against {
                Against::Id(id) => format!("{{ id = {id:?} }}"),
                Against::Family(family) => format!("{{ family = {family:?} }}"),
                Against::Consent(consent) => format!("{{ consent = {consent} }}"),
            }),
        );
        t.set_if("needs_notice_days", self.needs_notice_days);
        t.list("excludes", &self.excludes);
        t.amounts("uses", &self.uses);
        t.amounts("needs", &self.needs);
        t.list("signatures", &self.signatures);
        t.set_if("if", self.assumed.then_some("\"doubt\""));
        t.0
    }
}

impl Measure {
    fn table(&self) -> String {
        let mut t = Table::new("measure", &self.id);
        t.set("family", format!("{:?}", self.family));
        if self.consent {
            t.set("consent", "true");
        }
        if self.coverage != Share::ONE {
            t.set("coverage", self.coverage);
        }
        if self.invoked != Share::ONE {
            t.set("invoked", self.invoked);
        }
        t.list("cued_by", &self.cued_by);
        if self.latency.high > 0 {
            t.set("latency_months", self.latency);
        }
        if self.notice_days.high > 0 {
            t.set("notice_days", self.notice_days);
        }
        t.set_if("common_cause", quoted(&self.common_cause));
        let rows: Vec<String> = self.rows.iter().map(Row::table).collect();
        t.set("detects", format!("[{}]", rows.join(", ")));
        t.0 + &self.burden.toml()
    }
}

impl Row {
    fn table(&self) -> String {
        let mut keys = vec![format!("signature = {:?}", self.signature), format!("probability = {}", self.probability)];
        keys.extend(self.place.iter().map(|place| format!("where = {place}")));
        keys.extend(self.discriminates.iter().map(|share| format!("discriminates = {share}")));
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Obligation {
    fn table(&self) -> String {
        let mut t = Table::new("obligation", &self.id);
        match &self.duty {
            Duty::Prohibits(selectors) => {
                let selectors: Vec<String> = selectors.iter().map(Selector::to_string).collect();
                t.set("prohibits", format!("[{}]", selectors.join(", ")));
            }
            Duty::Limits(holding, at_most) => {
                t.set("limits", format!("{{ holding = {holding:?}, at_most = {at_most} }}"));
            }
        }
        t.set("significant", self.significant);
        t.set("usable_after_months", self.usable_after);
        t.set("response_months", self.response);
        t.set_if("goal", self.goal.as_ref());
        t.0
    }
}

impl Phase {
    fn table(&self) -> String {
        let mut t = Table::new("phase", &self.id);
        t.set("months", self.months);
        t.list("obligations", &self.obligations);
        t.list("measures", &self.measures);
        t.list("drops_obligations", &self.drops_obligations);
        t.list("drops_measures", &self.drops_measures);
        t.0 + &self.bargain.toml()
    }
}
