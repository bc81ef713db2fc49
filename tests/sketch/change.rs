//! Changes to a regime whose effect on the verdicts is known.

use super::*;

impl Sketch {
    /// A measure is not in force in any phase. (Measures cued by it remain cued by it.)
    pub fn without_measure(&self, place: usize) -> Sketch {
        let mut changed = self.clone();
        let id = &self.measures[place].id;
        for phase in &mut changed.phases {
            phase.measures.retain(|m| m != id);
        }
        changed
    }

    /// One more way to hide a signature, which costs no material.
    pub fn with_concealment(&self, residual: u32) -> Sketch {
        let mut changed = self.clone();
        changed.concealments.push(Concealment {
            id: "new".to_owned(),
            assumed: false,
            activities: None,
            hides: vec![self.signatures[0].clone()],
            residual: Share { low: residual, high: residual },
            against: None,
            needs_notice_days: None,
            excludes: Vec::new(),
            uses: Vec::new(),
            needs: Vec::new(),
            signatures: self.signatures[1..].to_vec(),
        });
        changed
    }

    /// An activity that works like another and gives off one signature less.
    pub fn with_another(&self, place: usize) -> Sketch {
        let mut changed = self.clone();
        let mut another = self.activities[place].clone();
        another.id = "new".to_owned();
        another.signatures.pop();
        changed.activities.push(another);
        changed
    }

    /// Holdings give nothing away.
    pub fn with_silent_holdings(&self) -> Sketch {
        let mut changed = self.clone();
        changed.holdings.iter_mut().for_each(|h| h.signatures.clear());
        changed
    }

    /// Every goal is this.
    pub fn with_goal(&self, goal: &str) -> Sketch {
        let mut changed = self.clone();
        changed.goal = goal.to_owned();
        changed.obligations.iter_mut().for_each(|o| o.goal = None);
        changed
    }

    /// The phase stands there twice, each time with the same entries, and the months are shared out.
    /// A phase of one month stays as it is.
    pub fn with_split_phase(&self, place: usize) -> Sketch {
        let mut changed = self.clone();
        let months = self.phases[place].months;
        if months > 1 {
            let mut second = self.phases[place].clone();
            second.id = "second".to_owned();
            second.months = months / 2;
            changed.phases[place].months = months - months / 2;
            changed.phases.insert(place + 1, second);
        }
        changed
    }

    /// All entries but the phases stand in the opposite order, and so do all lists.
    pub fn reversed(&self) -> Sketch {
        let mut changed = self.clone();
        changed.signatures.reverse();
        changed.holdings.reverse();
        changed.activities.reverse();
        changed.concealments.reverse();
        changed.measures.reverse();
        changed.obligations.reverse();
        for activity in &mut changed.activities {
            activity.signatures.reverse();
        }
        for concealment in &mut changed.concealments {
            concealment.hides.reverse();
            concealment.signatures.reverse();
        }
        for measure in &mut changed.measures {
            measure.rows.reverse();
            measure.cued_by.reverse();
        }
        for obligation in &mut changed.obligations {
            if let Duty::Prohibits(selectors) = &mut obligation.duty {
                selectors.reverse();
            }
        }
        changed
    }

    /// Every id is another; `new_name` must not give two ids of a kind the same.
    pub fn renamed(&self, new_name: impl Fn(&str) -> String) -> Sketch {
        let mut changed = self.clone();
        let one = |id: &mut String| *id = new_name(id);
        let all = |ids: &mut Vec<String>| ids.iter_mut().for_each(one);
        let amounts = |amounts: &mut Amounts| amounts.iter_mut().for_each(|(h, _)| one(h));
        let selector = |s: &mut Selector| {
            all(&mut s.ids);
            s.of.iter_mut().for_each(one);
        };
        all(&mut changed.signatures);
        for h in &mut changed.holdings {
            one(&mut h.id);
            all(&mut h.signatures);
        }
        for a in &mut changed.activities {
            one(&mut a.id);
            a.of.iter_mut().for_each(one);
            [&mut a.uses, &mut a.makes, &mut a.needs].into_iter().for_each(amounts);
            all(&mut a.signatures);
            a.preparation.iter_mut().for_each(|(_, signatures)| all(signatures));
        }
        for c in &mut changed.concealments {
            one(&mut c.id);
            c.activities.iter_mut().for_each(selector);
            [&mut c.hides, &mut c.excludes, &mut c.signatures].into_iter().for_each(all);
            [&mut c.uses, &mut c.needs].into_iter().for_each(amounts);
            if let Some(Against::Id(id)) = &mut c.against {
                one(id);
            }
        }
        for m in &mut changed.measures {
            one(&mut m.id);
            all(&mut m.cued_by);
            for row in &mut m.rows {
                one(&mut row.signature);
                row.place.iter_mut().for_each(selector);
            }
        }
        for o in &mut changed.obligations {
            one(&mut o.id);
            match &mut o.duty {
                Duty::Prohibits(selectors) => selectors.iter_mut().for_each(selector),
                Duty::Limits(h, _) => one(h),
            }
        }
        changed.interests.iter_mut().flat_map(|i| &mut i.concerns).for_each(selector);
        for p in &mut changed.phases {
            one(&mut p.id);
            p.bargain.named().for_each(one);
            [&mut p.obligations, &mut p.measures, &mut p.drops_obligations, &mut p.drops_measures]
                .into_iter()
                .for_each(all);
        }
        changed
    }
}
