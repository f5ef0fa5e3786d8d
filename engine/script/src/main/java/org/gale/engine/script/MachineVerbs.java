package org.gale.engine.script;

import org.gale.engine.config.NearestName;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/** Verbs of PEs, wires and devices: all that act and are not memory. Owned by the thread of the session. */
final class MachineVerbs
{
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    private final Operands operands;
    private final ReplyBuffer reply;

    MachineVerbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
    }

    void instruction(final ScriptTarget target)
    {
        if (!isPeAndEl(target))
        {
            return;
        }

        final LineParser line = operands.line();
        final boolean hasOperand = line.wordCount() > 4;
        final GicInstruction instruction = ScriptNames.instruction(line, 3);
        if (instruction == null)
        {
            reply.append("FAIL undefined (no GIC instruction ")
                .appendQuoted(line.bytes(), line.start(3), line.length(3))
                .append(NearestName.hint(line.text(3), ScriptNames.INSTRUCTIONS)).append(')').endLine();
            return;
        }
        if (hasOperand ? instruction.operandUse() == GicInstruction.OperandUse.NONE :
            instruction.operandUse() == GicInstruction.OperandUse.NEEDED)
        {
            reply.append("FAIL insn: ").append(instruction.name())
                .append(hasOperand ? " has no operand" : " needs an operand").endLine();
            return;
        }
        if (hasOperand && !operands.number(4, "OPERAND"))
        {
            return;
        }

        final int pe = operands.intValue(1);
        final int el = operands.intValue(2);
        if (!target.isInstructionDefined(pe, el, instruction.code()))
        {
            undefined();
            return;
        }

        final long result = target.instruction(pe, el, instruction.code(), hasOperand ? operands.value(4) : 0);
        if (instruction.hasResult())
        {
            reply.append("OK ").appendHex(result).endLine();
        }
        else
        {
            ok();
        }
    }

    void readRegister(final ScriptTarget target)
    {
        if (!isPeAndEl(target))
        {
            return;
        }

        final SystemRegister register = ScriptNames.register(operands.line(), 3);
        final int pe = operands.intValue(1);
        final int el = operands.intValue(2);
        if (register == null || !target.isRegisterReadable(pe, el, register.code()))
        {
            undefined();
            return;
        }

        reply.append("OK ").appendHex(target.readRegister(pe, el, register.code())).endLine();
    }

    void writeRegister(final ScriptTarget target)
    {
        if (!isPeAndEl(target) || !operands.number(4, "VALUE"))
        {
            return;
        }

        final SystemRegister register = ScriptNames.register(operands.line(), 3);
        final int pe = operands.intValue(1);
        final int el = operands.intValue(2);
        if (register == null || !target.isRegisterWritable(pe, el, register.code()))
        {
            undefined();
            return;
        }

        target.writeRegister(pe, el, register.code(), operands.value(4));
        ok();
    }

    void ppi(final ScriptTarget target)
    {
        if (operands.existing(1, "PE", target.peCount()) && operands.number(2, "ID") && operands.level(3))
        {
            target.ppi(operands.intValue(1), operands.value(2), operands.intValue(3));
            ok();
        }
    }

    void spi(final ScriptTarget target)
    {
        if (!operands.number(1, "ID") || !operands.level(2))
        {
            return;
        }
        if (!target.spiExists(operands.value(1)))                               // M-WIRE
        {
            operands.fail("SPI", 1).append(" does not exist in this machine").endLine();
            return;
        }

        target.spi(operands.value(1), operands.intValue(2));
        ok();
    }

    void wire(final ScriptTarget target)
    {
        if (operands.existing(1, "IWB", target.iwbCount()) && operands.number(2, "WIRE") && operands.level(3))
        {
            target.wire(operands.intValue(1), operands.value(2), operands.intValue(3));
            ok();
        }
    }

    void msi(final ScriptTarget target)
    {
        if (operands.existing(1, "ITS", target.itsCount()) &&
            operands.numberBetween(2, "DEVICEID", 0, UNSIGNED_INT_MAX) &&
            operands.numberBetween(3, "EVENTID", 0, UNSIGNED_INT_MAX))
        {
            target.msi(operands.intValue(1), operands.intValue(2), operands.intValue(3));
            ok();
        }
    }

    void clockStep(final ScriptTarget target)
    {
        if (!operands.number(1, "NS"))
        {
            return;
        }
        if (!target.clockStep(operands.value(1)))
        {
            operands.fail("NS", 1).append(" leads beyond the range of the clock, 2^60 ns").endLine();
            return;
        }

        ok();
    }

    private boolean isPeAndEl(final ScriptTarget target)
    {
        return operands.existing(1, "PE", target.peCount()) && operands.el(2);
    }

    private void undefined()
    {
        reply.append("FAIL undefined").endLine();
    }

    private void ok()
    {
        reply.ok();
    }
}
