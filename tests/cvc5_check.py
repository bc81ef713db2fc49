"""Asks cvc5 about an SMT-LIB script, as its executable would: the wheel on PyPI has none.

usage: cvc5_check.py SCRIPT...    prints the answers, one a line
"""

import pathlib
import sys

# Where scripts/fetch-cvc5 puts it.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / ".cvc5"))

import cvc5


def answers(path):
    solver = cvc5.Solver()
    symbols = cvc5.SymbolManager(solver)
    parser = cvc5.InputParser(solver, symbols)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, path)
    solver.setOption("tlimit-per", "60000")
    while True:
        command = parser.nextCommand()
        if command.isNull():
            return
        said = command.invoke(solver, symbols).strip()
        if said:
            yield said


for script in sys.argv[1:]:
    for answer in answers(script):
        print(answer)
