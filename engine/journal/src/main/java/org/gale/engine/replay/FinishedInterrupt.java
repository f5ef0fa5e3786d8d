package org.gale.engine.replay;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.CommandTouches;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * SPI or LPI that one command finishes: it was active before the command and is not after it. Turns finish what they
 * acknowledge, and are left to who reads their outputs. Owned by the thread that replays.
 */
final class FinishedInterrupt
{
    private static final int NONE = OwnerId.NONE;

    private final Machine machine;
    private final CommandTouches touches;
    private int owner = NONE;
    private int vm;
    private int vcpu;
    private int intid;

    /**
     * Creates the finder of a machine.
     *
     * @param touches of the same machine
     */
    FinishedInterrupt(final Machine machine, final CommandTouches touches)
    {
        this.machine = machine;
        this.touches = touches;
    }

    /** Remembers which active interrupt the next command names to finish it. */
    void before(final DirectBuffer frame, final int offset)
    {
        owner = NONE;
        final long word = frame.getLong(offset);
        final int opcode = CommandWord.opcode(word);
        if (opcode == CommandWord.INSN && isDeactivate(GicInstruction.byCode(Commands.code(word))))
        {
            final long named = touches.of(frame, offset) > 0 ? touches.word(0) : -1;
            intid = (int)named;
            owner = named >= 0 && Intid.type(intid) != Intid.TYPE_PPI ? (int)(named >>> Integer.SIZE) : NONE;
        }
        else if (opcode == CommandWord.HOST && V4Verb.of(word) == V4Verb.EOI)
        {
            vm = (int)V4Verb.operand(frame, offset, 0);
            vcpu = (int)V4Verb.operand(frame, offset, 1);
            intid = Intid.of(Intid.TYPE_LPI, (int)V4Verb.operand(frame, offset, 2));
            owner = machine.queries() instanceof DirectQueries direct && vm >= 0 && vm < direct.vmCount() &&
                vcpu >= 0 && vcpu < direct.vcpuCount(vm) ? machine.accounts().vmOwner(vm) : NONE;
        }
        owner = owner != NONE && isActive() ? owner : NONE;
    }

    /** Returns the owner of the interrupt that the command has finished, or {@link OwnerId#NONE}. */
    int owner()
    {
        return owner != NONE && !isActive() ? owner : NONE;
    }

    private static boolean isDeactivate(final GicInstruction instruction)
    {
        return instruction == GicInstruction.CDDI || instruction == GicInstruction.VDDI ||
            instruction == GicInstruction.LDDI;
    }

    private boolean isActive()
    {
        if (machine.queries() instanceof DirectQueries direct)
        {
            return direct.active(vm, vcpu) == Intid.id(intid);
        }
        final long entry = InterruptQueries.of(machine).entry(owner, intid);

        return entry >= 0 && L2Iste.isActive((int)entry);
    }
}
