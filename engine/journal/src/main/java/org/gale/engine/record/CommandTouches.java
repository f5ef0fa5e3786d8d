package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Board;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.GuestPpis;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.TranslationQueries;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdIntid;
import org.gale.tables.operand.Intid;

/**
 * Interrupts that one command touched, found from its words, its outputs and queries after it. What follows from the
 * words alone, such as an event or an address, is left to who reads them.
 * <pre>
 *  63 62       61      60      59          32 31                    0
 *  +--+-------+-------+-------+--------------+-----------------------+
 *  |0 |  PPI  |virtual| vCPU  | owner, or PE |         INTID         |
 *  +--+-------+-------+-------+--------------+-----------------------+
 *   vCPU = a PPI that its host keeps: the ID is the VPE id 23:8 and the PPI 7:0, 255 for all PPIs of the vCPU.
 * </pre>
 * Owned by the thread that owns the machine.
 */
public final class CommandTouches
{
    /** Flag of a command without effect, because the link of its PE was down (M-LINKINS). */
    static final int UNLINKED = 1;
    /** Flag of an operation that was ignored, because another one under its IDLE bit waited. */
    static final int IGNORED = 2;
    /** Flag of an instruction without effect, because its interrupt could not be reached (B-INT-17). */
    static final int UNREACHABLE = 4;
    /** Flag of an event that no table translated (B-ITS-3). */
    static final int REJECTED = 8;
    /** Limit of the touches of one command; others are left out. */
    static final int LIMIT = 64;

    private static final long PPI = 1L << 62;
    private static final long VIRTUAL = 1L << 61;
    private static final long VCPU = 1L << 60;
    private static final int VPE_SHIFT = 8;
    private static final int ALL_PPIS = (1 << VPE_SHIFT) - 1;

    private final Machine machine;
    /** Queries of a GICv5, or null. */
    private final InterruptQueries interrupts;
    /** Queries of a GICv4 host, or null. */
    private final DirectQueries direct;
    private final TranslationQueries translations;
    private final Board board;
    /** Number of PEs, and of ITSs that take events. */
    private final int pes;
    private final int itss;
    private final long[] words = new long[LIMIT];
    private long doorbells;
    private long unlinked;
    private long ignored;
    private int count;
    private int flags;

    /** Creates the finder of a machine, to whose commands it is asked from now on. */
    public CommandTouches(final Machine machine)
    {
        this.machine = machine;
        this.interrupts = machine.queries() instanceof InterruptQueries queries ? queries : null;
        this.direct = machine.queries() instanceof DirectQueries queries ? queries : null;
        this.translations = machine.translations();
        this.board = machine.config().board();
        this.pes = machine.config().pes();
        this.itss = machine.config().virtual() ? board.itss() : 0;
        this.doorbells = machine.outputs().doorbells();
        this.unlinked = machine.unlinkedInstructions();
        this.ignored = machine.ignoredOperations();
    }

    /** Returns the word of an SPI or LPI of an owner, or of a vLPI. */
    public static long of(final int owner, final int intid)
    {
        return (long)owner << Integer.SIZE | Integer.toUnsignedLong(intid);
    }

    /** Returns the word of a PPI. */
    public static long ofPpi(final int pe, final boolean isVirtual, final int intid)
    {
        return PPI | (isVirtual ? VIRTUAL : 0) | of(pe, intid);
    }

    /** Returns the word of a PPI of a vCPU, which its host keeps. */
    public static long ofVcpuPpi(final int owner, final int vpeId, final int ppi)
    {
        return PPI | VIRTUAL | VCPU | of(owner, Intid.of(Intid.TYPE_PPI, vpeId << VPE_SHIFT | ppi));
    }

    /** Returns the word of all PPIs of a vCPU, which its host hands to a PE or takes from it. */
    public static long ofVcpu(final int owner, final int vpeId)
    {
        return ofVcpuPpi(owner, vpeId, ALL_PPIS);
    }

    /**
     * Returns whether a command of {@link RecentCommands} had no effect, because the link of its PE was down.
     *
     * @param touched offset of its touches, bytes
     */
    public static boolean isUnlinked(final DirectBuffer words, final int touched)
    {
        return (words.getLong(touched - Long.BYTES) >>> Integer.SIZE & UNLINKED) != 0;
    }

    /** Returns a word that {@link #of(DirectBuffer, int)} has found. */
    public long word(final int index)
    {
        return words[index];
    }

    /** Returns the flags of the command that {@link #of(DirectBuffer, int)} has looked at. */
    public int flags()
    {
        return flags;
    }

    /**
     * Finds what the command touched that was applied last.
     *
     * @return the number of words
     */
    public int of(final DirectBuffer frame, final int offset)
    {
        count = 0;
        flags = 0;
        final long word = frame.getLong(offset);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.MSI -> event(word, 0);
            case CommandWord.MSI_LONG -> event(word, frame.getLong(offset + Long.BYTES));
            case CommandWord.TRIGGER -> trigger(Commands.msiDeviceId(word), Commands.vector(word));
            case CommandWord.WIRE -> wire(word, (int)frame.getLong(offset + Long.BYTES));
            case CommandWord.INSN -> instruction(word, frame.getLong(offset + Long.BYTES));
            case CommandWord.HOST -> host(frame, offset);
            default ->
            {
                // Others name no interrupt.
            }
        }
        if (machine.outputs().doorbells() != doorbells || mayAcknowledge(CommandWord.opcode(word)))
        {
            doorbells = machine.outputs().doorbells();
            outputs();
        }
        if (machine.unlinkedInstructions() != unlinked)
        {
            unlinked = machine.unlinkedInstructions();
            flags |= UNLINKED;
        }
        if (machine.ignoredOperations() != ignored)
        {
            ignored = machine.ignoredOperations();
            flags |= IGNORED;
        }

        return count;
    }

    /** Returns whether a command may log acknowledges: the outputs of loads, reads and instructions are values. */
    private static boolean mayAcknowledge(final int opcode)
    {
        return opcode == CommandWord.TURN || opcode == CommandWord.HOST;
    }

    private void add(final long touch)
    {
        if (count < LIMIT)
        {
            words[count] = touch;
            count++;
        }
    }

    private void event(final long word, final long second)
    {
        final long ids = Commands.eventIds(word, second);
        event(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids);
    }

    private void event(final int its, final int deviceId, final int eventId)
    {
        if (translations == null)
        {
            final long vlpi = direct.vlpiOf(deviceId, eventId);
            flags |= vlpi == DirectQueries.NONE ? REJECTED : 0;
            if (vlpi != DirectQueries.NONE)
            {
                vlpi((int)(vlpi >>> Integer.SIZE), (int)vlpi);
            }
        }
        else if (its < itss)
        {
            final long target = translations.target(its, deviceId, eventId);
            flags |= target == TranslationQueries.NONE ? REJECTED : 0;
            if (target != TranslationQueries.NONE)
            {
                add(target);
            }
        }
    }

    private void vlpi(final int vm, final int vintid)
    {
        add(of(machine.accounts().vmOwner(vm), Intid.of(Intid.TYPE_LPI, vintid)));
    }

    /** Adds the interrupt of a vector that has sent its message. */
    private void trigger(final int deviceId, final int vector)
    {
        final FunctionQueries functions = machine.functions();
        final FunctionQueries.Function function = functions == null ? null : functions.function(deviceId);
        if (function == null || vector >= function.vectors())
        {
            return;
        }
        final FunctionQueries.Vector state = functions.vector(deviceId, vector);
        final FunctionQueries.Message message = functions.next(deviceId, vector);
        final int place = functions.placeOf(message.address());
        if (!state.isPending() && !state.isSignalled() && function.isEnabled() && place >= 0 &&
            place < MessagePort.ITS_LIMIT)
        {
            event(place, deviceId, message.data());
        }
    }

    private void wire(final long word, final int id)
    {
        switch (Commands.wireKind(word))
        {
            case Commands.WIRE_PPI -> add(ofPpi(Commands.wireOwner(word), false, Intid.of(Intid.TYPE_PPI, id)));
            case Commands.WIRE_SPI -> add(of(interrupts.spiOwner(id), Intid.of(Intid.TYPE_SPI, id)));
            case Commands.WIRE_IWB ->
            {
                final int iwb = Commands.wireOwner(word);
                if (iwb < board.iwbs())
                {
                    event(board.itsOf(iwb), (int)board.deviceOf(iwb), id);
                }
            }
            default ->
            {
                // No other kind of wire exists.
            }
        }
    }

    private void instruction(final long word, final long operand)
    {
        final GicInstruction instruction = GicInstruction.byCode(Commands.code(word));
        final int pe = Commands.pe(word);
        if (instruction == null || pe >= pes)
        {
            return;
        }
        final boolean isVirtual = Commands.el(word) == Commands.VEL1;
        if (instruction.hasResult())
        {
            final long result = machine.outputs().lastValue();
            if (GicCdIa.isValid(result))
            {
                ofPe(pe, isVirtual, GicCdIa.intid(result));
            }
        }
        else if (instruction.family() == GicInstruction.Family.VD)
        {
            named(machine.accounts().vmOwner(GicVdIntid.vmId(operand)), GicVdIntid.intid(operand));
        }
        else if (instruction.operandUse() == GicInstruction.OperandUse.NEEDED)
        {
            ofPe(pe, isVirtual, GicVdIntid.intid(operand));
            if (words[0] >= 0 && count > 0 && words[0] < PPI)
            {
                flags |= interrupts.entry((int)(words[0] >>> Integer.SIZE), (int)words[0]) < 0 ? UNREACHABLE : 0;
            }
        }
    }

    private void named(final int owner, final int intid)
    {
        add(of(owner, intid));
        flags |= interrupts.entry(owner, intid) < 0 ? UNREACHABLE : 0;
    }

    private void ofPe(final int pe, final boolean isVirtual, final int intid)
    {
        if (Intid.type(intid) == Intid.TYPE_PPI)
        {
            add(ofPpi(pe, isVirtual, intid));
        }
        else
        {
            add(of(isVirtual ? interrupts.residentOwner(pe) : machine.accounts().physicalOwner(), intid));
        }
    }

    private void host(final DirectBuffer frame, final int offset)
    {
        if (Commands.hostFamily(frame.getLong(offset)) == KvmVerb.FAMILY)
        {
            guest(frame.getLong(offset), frame.getLong(offset + Long.BYTES));
            return;
        }
        final V4Verb verb = V4Verb.of(frame.getLong(offset));
        if (verb == null)
        {
            return;
        }
        final int vm = (int)V4Verb.operand(frame, offset, 0);
        switch (verb)
        {
            case MAP -> vlpi(vm, (int)V4Verb.operand(frame, offset, 4));
            case CONFIG -> vlpi(vm, (int)V4Verb.operand(frame, offset, 1));
            case EOI -> vlpi(vm, (int)V4Verb.operand(frame, offset, 2));
            case MOVE -> event(0, (int)V4Verb.operand(frame, offset, 1), (int)V4Verb.operand(frame, offset, 2));
            case ACK ->
            {
                if (machine.outputs().lastValue() >= DirectQueries.SGI_COUNT)
                {
                    vlpi(vm, (int)machine.outputs().lastValue());
                }
            }
            default ->
            {
                // Others name no interrupt.
            }
        }
    }

    /** Adds the interrupts of a VM that a verb names: an SPI by its line, PPIs by their lines and with their vCPU. */
    private void guest(final long word0, final long word1)
    {
        final KvmVerb verb = KvmVerb.of(word0);
        final GuestPpis guests = machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host ? host.ppis() : null;
        final int vmId = guests == null || verb == null || !verb.hasVcpu() ? -1 : guests.vmId(KvmVerb.vm(word1));
        if (vmId < 0)
        {
            return;
        }
        final int owner = machine.accounts().vmOwner(vmId);
        final int number = KvmVerb.argument16(word1);
        switch (verb)
        {
            case IRQ_LINE ->
            {
                final long type = KvmVerb.modifier(word0) >>> KvmVerb.LINE_TYPE_SHIFT;
                if (type == KvmVerb.LINE_TYPE_SPI)
                {
                    named(owner, Intid.of(Intid.TYPE_SPI, number));
                }
                else if (type == KvmVerb.LINE_TYPE_PPI && number < ALL_PPIS)
                {
                    add(ofVcpuPpi(owner, KvmVerb.vcpu(word1), number));
                }
            }
            case LINE, MAP_PPI, UNMAP_PPI ->
            {
                final int vpeId = guests.vpeId(vmId, KvmVerb.vcpu(word1));
                if (vpeId >= 0 && number < ALL_PPIS)
                {
                    add(ofVcpuPpi(owner, vpeId, number));
                }
            }
            case RUN, EXIT, PUT, BLOCK ->
            {
                final int vpeId = guests.vpeId(vmId, KvmVerb.vcpu(word1));
                if (vpeId >= 0)                                                 // a dead VM has none
                {
                    add(ofVcpu(owner, vpeId));
                }
            }
            default ->
            {
                // Others name no interrupt.
            }
        }
    }

    /** Adds what turns have acknowledged, and the LPIs of doorbells. */
    private void outputs()
    {
        final Outputs outputs = machine.outputs();
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            final long word = outputs.word(at);
            if (Outputs.kind(word) == Outputs.ACK)
            {
                acknowledged(Outputs.pe(word), Outputs.value(word));
            }
            else if (Outputs.kind(word) == Outputs.DOORBELL && direct == null)
            {
                add(of(machine.accounts().physicalOwner(),
                    Intid.of(Intid.TYPE_LPI, (int)outputs.word(at + 1))));
            }
        }
    }

    private void acknowledged(final int pe, final int intid)
    {
        if (direct == null)
        {
            ofPe(pe, interrupts.residentOwner(pe) != OwnerId.NONE, intid);
            return;
        }
        for (int vm = 0; vm < direct.vmCount(); vm++)
        {
            for (int vcpu = 0; vcpu < direct.vcpuCount(vm); vcpu++)
            {
                if (direct.vcpu(vm, vcpu).cpu() == pe && intid >= DirectQueries.SGI_COUNT)
                {
                    vlpi(vm, intid);
                }
            }
        }
    }
}
