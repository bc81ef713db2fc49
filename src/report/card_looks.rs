//! The part of the scenario card that says which measure could see what, and why no more.

use super::names::{self, counted, list};
use super::percent::decimal;
use super::sentence;
use super::style::Style;
use super::table::paragraph;
use crate::analysis::explain::{Explanation, Look, Showing, Source, Story, Why};
use crate::diagnostic::visible;
use crate::query::Scene;
use num_traits::Zero;

/// What could be seen of everything that gives itself away.
pub fn render(explanation: &Explanation, story: &Story, style: Style) -> String {
    let scene = &explanation.scene;
    let mut out = String::new();
    if story.showings.is_empty() {
        out.push_str("\nNothing gives itself away.\n");
    }
    for showing in &story.showings {
        out.push('\n');
        out.push_str(&paragraph("", &title(scene, showing), style.width));
        for look in ordered(showing) {
            out.push_str(&paragraph("  - ", &self::look(scene, showing, look), style.width));
        }
        if !showing.gives_off {
            out.push_str("  - it gives nothing off\n");
        }
        for signature in &showing.undetected {
            let id = visible(&scene.regime.signatures[signature.0].entry.id);
            out.push_str(&paragraph("  - ", &format!("{id}: no measure of the file detects it"), style.width));
        }
    }
    out
}

/// The looks that see most first; those that see nothing in file order.
fn ordered(showing: &Showing) -> Vec<&Look> {
    let mut looks: Vec<&Look> = showing.looks.iter().collect();
    looks.sort_by(|a, b| (&b.proof, &b.sighting, b.is_aimed()).cmp(&(&a.proof, &a.sighting, a.is_aimed())));
    looks
}

fn title(scene: &Scene, showing: &Showing) -> String {
    let months = names::months(&showing.months);
    let (what, trials) = match &showing.source {
        Source::Events { activity, concealments } => {
            let covers: Vec<String> = concealments.iter().map(|c| names::concealment(scene, *c)).collect();
            let under = if covers.is_empty() { String::new() } else { format!(" under {}", covers.join(" + ")) };
            let events = sentence::counted_events(scene, *activity, showing.trials.into());
            (format!("{events}{under}"), counted(showing.trials, "trial"))
        }
        Source::Held(holding) => {
            (format!("{} held", names::holding(scene, *holding)), counted(showing.trials, "trial"))
        }
    };
    let phase = match scene.regime.phases.get(showing.phase) {
        Some(phase) if scene.term.phases.len() > 1 => format!(", phase {}", visible(&phase.entry.id)),
        _ => String::new(),
    };
    format!("{what}: {months}{phase}, {trials}")
}

fn look(scene: &Scene, showing: &Showing, look: &Look) -> String {
    let signature = visible(&scene.regime.signatures[look.signature.0].entry.id);
    let mut text = format!("{} ({signature}): ", names::measure(scene, look.measure));
    if look.is_aimed() {
        text.push_str(&match look.sighting == look.proof {
            true if look.proof.is_zero() => "sees nothing".to_owned(),
            true => format!("sees and proves {}", decimal(&look.proof)),
            false => format!("sees {}, proves {}", decimal(&look.sighting), decimal(&look.proof)),
        });
        if look.sighting != look.could {
            text.push_str(&format!(" of {}", decimal(&look.could)));
        }
    } else {
        text.push_str("sees nothing");
    }
    let whys: Vec<String> = look.why.iter().map(|w| why(scene, showing, look, w)).collect();
    if !whys.is_empty() {
        text.push_str("; ");
        text.push_str(&whys.join("; "));
    }
    text
}

/// A reason in words.
pub fn why(scene: &Scene, showing: &Showing, look: &Look, why: &Why) -> String {
    match why {
        Why::Elsewhere => "it does not look at this conduct".to_owned(),
        Why::NotInForce(months) => match months.as_slice() {
            [] => "no phase has it in force".to_owned(),
            months => {
                let runs: Vec<String> = months.iter().map(|(first, last)| format!("{first} to {last}")).collect();
                format!("it is in force in months {} only", list(&runs))
            }
        },
        Why::Powerless => "its probability, coverage or invocation is zero".to_owned(),
        Why::Hidden { by, residual, notice } => {
            let name = names::concealment(scene, *by);
            match notice {
                None => format!("\"{name}\" leaves {} of it", decimal(residual)),
                Some((needs, gives)) => format!(
                    "\"{name}\" is done in time, needing {} of the {gives} given, and leaves {} of it",
                    counted(*needs, "day"),
                    decimal(residual)
                ),
            }
        }
        Why::TooSlow { concealment, needs, gives } => format!(
            "\"{}\" would be too slow, needing {} of notice where {gives} are given",
            names::concealment(scene, *concealment),
            counted(*needs, "day")
        ),
        Why::Cued { by, suspicion } => {
            let cues: Vec<String> = by.iter().map(|m| names::measure(scene, *m)).collect();
            format!("it looks only on suspicion by {}, of probability {}", list(&cues), decimal(suspicion))
        }
        Why::Alibi { conduct, discriminates } => {
            let what = match conduct {
                Some(conduct) => format!("permitted \"{}\" looks the same", names::activity(scene, *conduct)),
                None => "it may be held within the limit".to_owned(),
            };
            format!("{what}, told apart with {}", decimal(discriminates))
        }
        Why::TooLate(late) => {
            let what = if *late == showing.trials { "all".to_owned() } else { format!("{late} of {}", showing.trials) };
            let delay = match look.latency {
                0 => String::new(),
                n => format!(", its reports taking {}", counted(n, "month")),
            };
            format!("{what} of its sightings come after the deadline{delay}")
        }
        Why::CountsWith(measure) => {
            format!("it is blind together with {}, which counts instead", names::measure(scene, *measure))
        }
    }
}
