package org.gale.engine.gicv5.cpuif;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DelayLine;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicVdIntid;
import org.gale.tables.operand.Intid;

/**
 * GIC instructions that have no effect yet, on a machine with {@code ops.order=1}: an instruction takes effect with the
 * next GSB SYS of its PE, or {@code ops.delay} commands later (B-ORD-1, B-ORD-3). Those of one PE keep their order. The
 * owner of the interrupt is that of the moment of execution.
 *
 * <p>CDIA, CDNMIA, CDEOI and the CDDI of a PPI act within the CPU interface and do not wait. Those of a host that acts
 * inside a command do not, either; what waits on the PE takes effect before. Owned by the machine's thread.
 */
public final class WaitingInstructions implements DelayLine.DelayedKind
{
    private static final int PE_SHIFT = 48;
    private static final int CODE_SHIFT = 32;
    private static final int CODE_MASK = 0xffff;

    private final GicInstructions instructions;
    private final int pes;
    private final OperationDelays delays;
    private final DelayLine line;
    private boolean isHost;

    WaitingInstructions(final GicInstructions instructions, final int pes, final OperationDelays delays)
    {
        this.instructions = instructions;
        this.pes = pes;
        this.delays = delays;
        this.line = new DelayLine(delays, "instruction that waits", this);
    }

    /** Completes the instructions of a PE, in the order of its program. */
    public void complete(final int pe)                                          // B-ORD-1
    {
        line.leaveIf((operand, place) -> pe(place) == pe);
    }

    /** Says that the instructions from now on are those of a host on a PE. */
    public void beginHost(final int pe)
    {
        complete(pe);
        isHost = true;
    }

    /** Returns whether the instructions are those of a host. */
    boolean isHost()
    {
        return isHost;
    }

    /** Says that the instructions from now on are those of software. */
    public void endHost()
    {
        isHost = false;
    }

    /** Ends a command: instructions whose delay is over take effect, in the order of their execution. */
    public void endCommand()                                                    // B-ORD-3
    {
        line.endCommand();
    }

    /** Returns whether no instruction waits. */
    public boolean isEmpty()
    {
        return line.isEmpty();
    }

    /** Passes the instructions that wait through a stream. */
    public void state(final StateStream stream)
    {
        line.state(stream);
    }

    /**
     * Takes an instruction that is executed.
     *
     * @param owner owner of the interrupt
     * @return false if the instruction takes effect now
     */
    boolean takes(final int pe, final GicInstruction instruction, final int owner, final long operand)
    {
        if (isHost || !waits(instruction, operand))
        {
            return false;
        }
        final int intid = intid(instruction, operand);
        final boolean isQuery = isQuery(instruction);
        final int delay = delays.of(LateKind.INSTRUCTION,
            Mix.of(Mix.of(Mix.of(instruction.code(), pe), owner), intid), () -> place(pe, instruction, owner, intid));
        line.enter(operand, (long)pe << PE_SHIFT | (long)instruction.code() << CODE_SHIFT | owner, delay,
            (other, place) -> pe(place) == pe && (((int)place == owner && intid(instruction(place), other) == intid) ||
            (isQuery && isQuery(instruction(place)))));                           // M-ORD-2

        return true;
    }

    private static String place(final int pe, final GicInstruction instruction, final int owner, final int intid)
    {
        return instruction + " " + pe + ':' + (OwnerId.isPhysical(owner) ? "" : "vm" + OwnerId.vmId(owner) + '.') +
            (Intid.isSpi(intid) ? "spi" : "lpi") + Intid.id(intid);
    }

    private static int intid(final GicInstruction instruction, final long operand)
    {
        return instruction.family() == GicInstruction.Family.VD ? GicVdIntid.intid(operand) :
            GicCdIntid.intid(operand);
    }

    private static boolean isQuery(final GicInstruction instruction)
    {
        return instruction == GicInstruction.CDRCFG || instruction == GicInstruction.VDRCFG;
    }

    @Override
    public boolean isEntry(final long operand, final long place)
    {
        final GicInstruction instruction = instruction(place);

        return place >= 0 && pe(place) < pes && instruction != null && waits(instruction, operand) &&
            (int)place >= 0 && (int)place < OwnerId.LIMIT;
    }

    @Override
    public void leave(final long operand, final long place)
    {
        instructions.perform(pe(place), instruction(place), (int)place, operand);
    }

    /** Returns whether an instruction acts in an IRS, and not in the CPU interface alone. */
    static boolean waits(final GicInstruction instruction, final long operand)
    {
        return switch (instruction)
        {
            case CDIA, CDNMIA, CDEOI, GSBSYS, GSBACK -> false;
            case CDDI -> Intid.type(GicCdIntid.intid(operand)) != Intid.TYPE_PPI;
            default -> instruction.family() != GicInstruction.Family.LD;
        };
    }

    private static int pe(final long place)
    {
        return (int)(place >>> PE_SHIFT);
    }

    private static GicInstruction instruction(final long place)
    {
        return GicInstruction.byCode((int)(place >>> CODE_SHIFT) & CODE_MASK);
    }
}
