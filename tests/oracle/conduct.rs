//! What the evader can do towards one violation: section 3's variants and pathway.

use super::facts::{Place, Rule, World};
use super::select;
use std::collections::BTreeMap;

/// An event carried out under a set of concealments.
#[derive(Debug, Clone)]
pub struct Variant {
    pub activity: Place,
    pub concealments: Vec<Place>,
    pub uses: BTreeMap<Place, i64>,
    pub needs: BTreeMap<Place, i64>,
    pub signatures: Vec<Place>,
}

/// The concealments that apply to an activity: the selector matches and one of the activity's own
/// signatures is hidden.
pub fn applicable(world: &World, activity: Place) -> Vec<Place> {
    let a = &world.activities[activity];
    let features = world.features(a);
    (0..world.concealments.len())
        .filter(|c| {
            let c = &world.concealments[*c];
            select::matches(&c.activities, &features) && c.hides.iter().any(|s| a.signatures.contains(s))
        })
        .collect()
}

/// The event of `activity` under `concealments`.
pub fn variant(world: &World, activity: Place, concealments: &[Place]) -> Variant {
    let a = &world.activities[activity];
    let mut v = Variant {
        activity,
        concealments: concealments.to_vec(),
        uses: a.uses.clone(),
        needs: a.needs.clone(),
        signatures: a.signatures.clone(),
    };
    for c in concealments {
        let c = &world.concealments[*c];
        for (h, n) in &c.uses {
            *v.uses.entry(*h).or_insert(0) += n;
        }
        for (h, n) in &c.needs {
            *v.needs.entry(*h).or_insert(0) += n;
        }
        v.signatures.extend(&c.signatures);
    }
    v
}

/// Whether concealments may be taken together.
pub fn compatible(world: &World, concealments: &[Place]) -> bool {
    concealments.iter().all(|c| {
        let excluded = &world.concealments[*c].excludes;
        !concealments.iter().any(|other| other != c && excluded.contains(&world.concealments[*other].id))
    })
}

/// Every set of applicable concealments without mutual exclusion.
pub fn variants(world: &World, activity: Place) -> Vec<Variant> {
    let applicable = applicable(world, activity);
    let mut all = Vec::new();
    for bits in 0..1_u32 << applicable.len() {
        let set: Vec<Place> = (0..applicable.len()).filter(|i| bits >> i & 1 == 1).map(|i| applicable[i]).collect();
        if compatible(world, &set) {
            all.push(variant(world, activity, &set));
        }
    }
    all
}

/// Those activities that have to do with an obligation directly: prohibited by it, or making what
/// it limits. Each of them is a path; a preparation belongs to the path of what it prepares.
pub fn direct(world: &World, obligation: Place) -> Vec<Place> {
    match world.obligations[obligation].rule {
        Rule::Prohibits(_) => world.prohibited_by(obligation),
        Rule::Limits { holding, .. } => {
            (0..world.activities.len()).filter(|a| world.activities[*a].makes.contains_key(&holding)).collect()
        }
    }
}

/// The pathway: the activities whose events can make up a plan.
pub fn pathway(world: &World, obligation: Place) -> Vec<Place> {
    let mut pathway = direct(world, obligation);
    if let Rule::Limits { holding, .. } = world.obligations[obligation].rule {
        pathway.extend((0..world.activities.len()).filter(|a| world.activities[*a].uses.contains_key(&holding)));
    }
    loop {
        let inputs: Vec<Place> = pathway.iter().flat_map(|a| inputs(world, *a)).collect();
        let more: Vec<Place> = (0..world.activities.len())
            .filter(|a| !pathway.contains(a))
            .filter(|a| world.activities[*a].makes.keys().any(|made| inputs.contains(made)))
            .collect();
        if more.is_empty() {
            break;
        }
        pathway.extend(more);
    }
    pathway.sort();
    pathway.dedup();
    pathway
}

/// What an activity, or a concealment applicable to it, uses or needs.
fn inputs(world: &World, activity: Place) -> Vec<Place> {
    let a = &world.activities[activity];
    let mut inputs: Vec<Place> = a.uses.keys().chain(a.needs.keys()).copied().collect();
    for c in applicable(world, activity) {
        let c = &world.concealments[c];
        inputs.extend(c.uses.keys().chain(c.needs.keys()));
    }
    inputs
}

/// The holdings whose being held gives the evader away: the limited one, and all that the
/// pathway's activities and their applicable concealments use, make or need.
pub fn telltale_holdings(world: &World, obligation: Place) -> Vec<Place> {
    let mut holdings = Vec::new();
    if let Rule::Limits { holding, .. } = world.obligations[obligation].rule {
        holdings.push(holding);
    }
    for a in pathway(world, obligation) {
        holdings.extend(world.activities[a].makes.keys());
        holdings.extend(inputs(world, a));
    }
    holdings.sort();
    holdings.dedup();
    holdings
}
