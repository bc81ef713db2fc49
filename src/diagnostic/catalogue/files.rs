//! Codes of files: reading, includes, TOML, and what stands on top.

use super::{Code, Example, Explanation};

pub(super) const ENTRIES: &[(Code, Explanation)] = &[
    (
        Code::MissingFile,
        Explanation {
            what: "a file that is named is not there",
            why: "A regime may stand in several files. Without all of them nothing can be said about it, so the run stops \
                  and does not judge the rest alone.",
            example: Example::File("format = 1\ninclude = [\"nowhere.toml\"]\n"),
            mend: "check the spelling. A path in `include` is relative to the file that includes it, not to the working directory.",
        },
    ),
    (
        Code::UnreadableFile,
        Explanation {
            what: "a file is there but cannot be read",
            why: "It may be a folder, a pipe or a device, or the system refuses it. Only regular files are read, so that \
                  a run never waits for something that does not come.",
            example: Example::File("format = 1\ninclude = [\".\"]\n"),
            mend: "name a regular file that you may read. To read from a pipe, pass `-` and send the text to standard input.",
        },
    ),
    (
        Code::NotARepository,
        Explanation {
            what: "a revision is named outside a git repository",
            why: "`REV:path` means a file as it was at a revision. Git looks for the revision in the repository of the \
                  working directory, and there is none.",
            example: Example::Words(
                "`regimecheck diff HEAD~1:draft.toml draft.toml` in a folder that git does not keep.",
            ),
            mend: "run it in the repository. A file that has a colon in its name can be written with `./` before it.",
        },
    ),
    (
        Code::UnknownRevision,
        Explanation {
            what: "a revision that the git repository does not have",
            why: "`REV:path` means a file as it was at a revision: a commit, a branch or a tag, in any of the ways in \
                  which git names them. Without it there is nothing to read.",
            example: Example::Words(
                "`regimecheck check first-draft:comprehensive.toml` when no branch or tag is called `first-draft`.",
            ),
            mend: "name a commit, a branch or a tag, such as `HEAD~1`. A shallow copy of a repository lacks older commits: fetch them.",
        },
    ),
    (
        Code::TooLarge,
        Explanation {
            what: "a file, or all files together, are too large",
            why: "A regime is written by hand or by a small program; a file of many megabytes is a mistake, and reading \
                  it would only cost time and memory. One file may have 32 MiB, all files together 64 MiB \
                  and eight million tokens.",
            example: Example::Words("a file of 50 MB is refused by its size, without being read."),
            mend: "check that this is the file you mean. Leave data that the checker does not read outside the regime.",
        },
    ),
    (
        Code::TooManyFiles,
        Explanation {
            what: "more files are included than anybody can mean",
            why: "Each file is read once, so includes that form a cycle are harmless; but a generated chain of includes \
                  may not go on for ever. At most 20,000 files are read.",
            example: Example::Words("a program writes a file for each month of each site, and each includes the next."),
            mend: "put the entries into fewer files.",
        },
    ),
    (
        Code::IncludeOutsideRoot,
        Explanation {
            what: "an include leads out of the root",
            why: "A draft that somebody else wrote must not be able to pull in files from elsewhere on the machine. \
                  Includes stay within the root: the working directory if the file lies in it, else the file's own folder. \
                  Absolute paths and symbolic links that lead out are refused as well.",
            example: Example::File("format = 1\ninclude = [\"../world.toml\"]\n"),
            mend: "move the file into the root, or name a wider root with `--root`.",
        },
    ),
    (
        Code::InvalidUtf8,
        Explanation {
            what: "a file is not valid UTF-8",
            why: "TOML is UTF-8. A file in another encoding would be read with wrong letters, and ids would not match.",
            example: Example::Words("a name with `ü` was saved in Latin-1."),
            mend: "save the file as UTF-8.",
        },
    ),
    (
        Code::TomlSyntax,
        Explanation {
            what: "a file is not valid TOML 1.0",
            why: "What is not TOML cannot be read. Other problems of the file are still reported where they are certain. \
                  Some things of TOML 1.1 are refused on purpose, such as an inline table over several lines, since other \
                  programs that read these files refuse them too. A key has at most nine parts.",
            example: Example::File("format = 1\n\n[agreement]\nid = \"draft\ngoal = 0.9\n"),
            mend: "look at the place shown and just before it: often a quote, a comma or a bracket is missing.",
        },
    ),
    (
        Code::JsonSyntax,
        Explanation {
            what: "a plan file is not valid JSON",
            why: "`replay` reads plans as `certify` writes them and as `check --format json` prints an evasion. What is not \
                  JSON, is cut off, or has a key twice in one object cannot be read.",
            example: Example::Words("a comma is missing between two events, or the file was copied only in part."),
            mend: "look at the place shown and just before it. Keys and texts stand in double quotes, and there is no comma after the last of a list.",
        },
    ),
    (
        Code::MissingFormat,
        Explanation {
            what: "a file does not state its format",
            why: "The same words may mean something else in a later format. Each file says which one it is written in, \
                  included files too.",
            example: Example::File("[agreement]\nid = \"draft\"\n"),
            mend: "write `format = 1` on top of the file.",
        },
    ),
    (
        Code::UnknownFormat,
        Explanation {
            what: "a file states a format that this program does not know",
            why: "Reading it as format 1 could give a wrong verdict without a word of warning.",
            example: Example::File("format = 2\n"),
            mend: "write `format = 1` if that is what the file is in; otherwise use a program that knows its format.",
        },
    ),
    (
        Code::MissingAgreement,
        Explanation {
            what: "no file has an `[agreement]`",
            why: "The agreement names the draft and sets the required detection probability. Files that only describe a \
                  world or its measures are meant to be included by a draft.",
            example: Example::File("format = 1\n\n[[phase]]\nid = \"only\"\nmonths = 12\n"),
            mend: "add `[agreement]` with an `id`, or check the draft that includes this file.",
        },
    ),
    (
        Code::DuplicateAgreement,
        Explanation {
            what: "`[agreement]` stands in two files",
            why: "A regime is one draft. With two it would not be clear which goal counts.",
            example: Example::Words("a draft includes `world.toml`, and both have an `[agreement]`."),
            mend: "keep it in one file. To compare two drafts, let both include the same world and check each by itself.",
        },
    ),
    (
        Code::NoPhase,
        Explanation {
            what: "no file has a `[[phase]]`",
            why: "Phases say what is in force when, and how long the agreement lasts. Without one there is no month to look at.",
            example: Example::File("format = 1\n\n[agreement]\nid = \"draft\"\n"),
            mend: "add a `[[phase]]` with `months`. A phase that lists no obligation is legal: it is the case without an agreement.",
        },
    ),
];
