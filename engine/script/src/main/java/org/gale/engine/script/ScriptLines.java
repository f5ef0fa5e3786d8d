package org.gale.engine.script;

import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmStep;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.StepFailure;
import org.gale.engine.command.V4FailableStep;
import org.gale.engine.command.V4Verb;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * Lines of the protocol that execute commands: the reverse of what a session does with a line. Pure functions over the
 * words of a command.
 */
public final class ScriptLines
{
    private static final String[] SIZES = {"b", "w", "l", "q"};
    private static final String[] LINE_TYPES = {"cpu", "spi", "ppi"};
    private static final int WORD = Long.BYTES;

    private ScriptLines()
    {
    }

    /**
     * Returns the line of a command.
     *
     * @param isGicv4 true for a command of a GICv4 host
     * @return the line, or null if no line executes the command: TIME, TURN, and what restores an image
     */
    public static String of(final DirectBuffer frame, final int offset, final boolean isGicv4)
    {
        final long word = frame.getLong(offset);
        final int length = CommandWord.length(word);
        final long second = length > 1 ? frame.getLong(offset + WORD) : 0;
        final long third = length > 2 ? frame.getLong(offset + 2 * WORD) : 0;

        return switch (CommandWord.opcode(word))
        {
            case CommandWord.MSI, CommandWord.MSI_LONG -> message(word, Commands.eventIds(word, second), isGicv4);
            case CommandWord.TRIGGER -> "msix trigger " + Commands.msiDeviceId(word) + ' ' + Commands.vector(word);
            case CommandWord.WIRE -> wire(word, second);
            case CommandWord.LOAD -> "read" + size(word) + ' ' + hex(second);
            case CommandWord.STORE -> "write" + size(word) + ' ' + hex(second) + ' ' + hex(third);
            case CommandWord.INSN -> instruction(word, second);
            case CommandWord.SYSR -> "sysr " + who(word) + register((int)second);
            case CommandWord.SYSW -> "sysw " + who(word) + register((int)second) + ' ' + hex(third);
            case CommandWord.RAM -> ram(frame, offset, second);
            case CommandWord.HOST -> host(frame, offset);
            default -> null;
        };
    }

    /** Returns the lines by which a GICv5 guest acknowledges an interrupt, drops its priority and deactivates it. */
    public static List<String> taken(final int pe, final int intid)
    {
        return List.of("insn " + pe + " vel1 CDIA", "insn " + pe + " vel1 CDEOI",
            "insn " + pe + " vel1 CDDI " + hex(Integer.toUnsignedLong(intid)));
    }

    /** Returns the lines by which a vCPU of a GICv4 host acknowledges an interrupt and ends it. */
    public static List<String> takenByVcpu(final int vm, final int vcpu, final int intid)
    {
        return List.of("v4 ack " + vm + ' ' + vcpu, "v4 eoi " + vm + ' ' + vcpu + ' ' + intid);
    }

    private static String message(final long word, final long ids, final boolean isGicv4)
    {
        return (isGicv4 ? "v4 msi " : "msi " + Commands.eventIts(word) + ' ') + (ids >>> Integer.SIZE) + ' ' +
            (ids & 0xffff_ffffL);
    }

    private static String wire(final long word, final long id)
    {
        final String level = " " + Integer.toUnsignedString((int)id) + (Commands.isWireHigh(word) ? " 1" : " 0");

        return switch (Commands.wireKind(word))
        {
            case Commands.WIRE_PPI -> "ppi " + Commands.wireOwner(word) + level;
            case Commands.WIRE_SPI -> "spi" + level;
            case Commands.WIRE_IWB -> "wire " + Commands.wireOwner(word) + level;
            default -> null;
        };
    }

    private static String instruction(final long word, final long operand)
    {
        final GicInstruction instruction = GicInstruction.byCode(Commands.code(word));
        if (instruction == null)
        {
            return null;
        }

        return "insn " + who(word) + instruction.name() +
            (instruction.operandUse() == GicInstruction.OperandUse.NEEDED ||
            (instruction.operandUse() == GicInstruction.OperandUse.IGNORED && operand != 0) ? ' ' + hex(operand) : "");
    }

    private static String who(final long word)
    {
        final int el = Commands.el(word);

        return Commands.pe(word) + (el == Commands.VEL1 ? " vel1 " : " el" + el + ' ');
    }

    private static String register(final int code)
    {
        final SystemRegister register = SystemRegister.byCode(code);

        return register == null ? hex(code) : register.name();
    }

    private static String size(final long word)
    {
        return SIZES[Integer.numberOfTrailingZeros(Commands.sizeBytes(word))];
    }

    private static String ram(final DirectBuffer frame, final int offset, final long address)
    {
        final int count = Math.min(Commands.ramBytes(frame.getLong(offset)), Commands.RAM_BYTES_LIMIT);
        final byte[] bytes = new byte[count];
        frame.getBytes(offset + 2 * WORD, bytes);

        return "write " + hex(address) + ' ' + count + " 0x" + HexFormat.of().formatHex(bytes);
    }

    private static String host(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final V4Verb verb = V4Verb.of(word);
        final MsixVerb msix = MsixVerb.of(word);
        final IrqfdVerb irqfd = IrqfdVerb.of(word);
        if (verb != null)
        {
            return direct(verb, frame, offset);
        }
        if (msix != null)
        {
            return function(msix, frame, offset);
        }
        if (irqfd != null)
        {
            return eventfd(irqfd, frame, offset);
        }
        final KvmVerb kvm = Commands.hostFamily(word) == KvmVerb.FAMILY ? KvmVerb.of(word) : null;

        return kvm == null ? null : kvm(kvm, frame, offset);
    }

    private static String direct(final V4Verb verb, final DirectBuffer frame, final int offset)
    {
        final StringBuilder text = new StringBuilder("v4 ");
        switch (verb)
        {
            case LEGACY -> text.append("legacy on");
            case BEGIN_ENABLE -> text.append("begin enable");
            case BEGIN_DISABLE -> text.append("begin disable");
            case MIGRATE ->
            {
                return migrate(frame, offset);
            }
            case SAVE ->
            {
                return "v4 save " + V4Verb.operand(frame, offset, 0) + " @saved";
            }
            case RESTORE, RESTORE_DATA, IMAGE ->
            {
                return null;
            }
            case FAIL ->
            {
                return "v4 fail " + V4FailableStep.byNumber(V4Verb.operand(frame, offset, 0)) + ' ' +
                    V4Verb.operand(frame, offset, 1);
            }
            default -> text.append(verb.spelling());
        }
        for (int i = 0; i < verb.operands(); i++)
        {
            text.append(' ').append(Long.toUnsignedString(V4Verb.operand(frame, offset, i)));
        }

        return text.toString();
    }

    private static String migrate(final DirectBuffer frame, final int offset)
    {
        final int failure = (int)V4Verb.operand(frame, offset, 2);
        final String failing = failure == 0 ? "" : " fail=" + StepFailure.step(failure).spelling();

        return "v4 migrate " + Long.toUnsignedString(V4Verb.operand(frame, offset, 0)) + " order=" +
            MigrationOrder.byNumber((int)V4Verb.operand(frame, offset, 1)).spelling() +
            failing + (StepFailure.isTwice(failure) ? failing : "");
    }

    private static String function(final MsixVerb verb, final DirectBuffer frame, final int offset)
    {
        final String number = " " + MsixVerb.operand(frame, offset, 0);

        return switch (verb)
        {
            case CREATE -> "msix create" + number + " vectors=" + MsixVerb.operand(frame, offset, 1) + " bar=" +
                hex(MsixVerb.operand(frame, offset, 2));
            case CONTROL -> "msix control" + number + control(" enable=", MsixVerb.operand(frame, offset, 1)) +
                control(" mask=", MsixVerb.operand(frame, offset, 2));
            case RESET -> "msix reset" + number;
            case CLEAR -> "msix clear" + number;
            case SAVE -> "msix save" + number + " @saved";
            default -> null;
        };
    }

    private static String control(final String key, final long value)
    {
        return value == MsixVerb.UNCHANGED ? "" : key + value;
    }

    private static String eventfd(final IrqfdVerb verb, final DirectBuffer frame, final int offset)
    {
        final String number = " " + IrqfdVerb.operand(frame, offset, 0);

        return switch (verb)
        {
            case ADD -> "irqfd add" + number + ' ' + IrqfdVerb.operand(frame, offset, 1) + ' ' +
                IrqfdVerb.operand(frame, offset, 2);
            case ADD_PIN -> "irqfd add" + number + " spi " + IrqfdVerb.operand(frame, offset, 1);
            case ROUTE -> "irqfd route" + number;
            case DROP -> "irqfd drop" + number;
            case SIGNAL -> "irqfd signal" + number + ' ' + IrqfdVerb.operand(frame, offset, 1);
            case CONSUME -> "irqfd consume" + number;
            default -> null;
        };
    }

    private static String kvm(final KvmVerb verb, final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final long second = frame.getLong(offset + WORD);
        final long third = KvmVerb.operandCount(word) > 0 ? frame.getLong(offset + 2 * WORD) : 0;
        final long modifier = KvmVerb.modifier(word);
        final String ofVm = "kvm " + verb.spelling() + ' ' + Long.toUnsignedString(second >>> Integer.SIZE);
        final String ofVcpu = ofVm + ' ' + KvmVerb.vcpu(second);
        final int argument = KvmVerb.argument16(second);

        return switch (verb)
        {
            case CREATE_VM -> "kvm create_vm";
            case CREATE_VCPU -> ofVm + ' ' + Long.toUnsignedString(third);
            case CREATE_DEVICE -> ofVm + ((modifier & KvmVerb.DEVICE_KNOWN) != 0 ? " vgic-v5" : " other") +
                ((modifier & KvmVerb.DEVICE_TEST) != 0 ? " test" : "");
            case HAS_ATTR, GET_ATTR, SET_ATTR -> ofVm + attribute(frame, offset, KvmVerb.argument32(second));
            case IRQ_LINE -> ofVm + ' ' + lineType(modifier >>> KvmVerb.LINE_TYPE_SHIFT) + ' ' +
                KvmVerb.vcpu(second) + ' ' + argument + ' ' + (modifier & 1);
            case LINE -> ofVcpu + ' ' + argument + ' ' + modifier;
            case RUN, MAP_PPI, UNMAP_PPI -> ofVcpu + ' ' + argument;
            case EXIT, PUT, BLOCK -> ofVcpu;
            case MMIO_READ -> ofVm + " r " + hex(KvmVerb.argument32(second)) + ' ' + modifier;
            case MMIO_WRITE -> "kvm mmio " + (second >>> Integer.SIZE) + " w " + hex(KvmVerb.argument32(second)) +
                ' ' + modifier + ' ' + hex(third);
            case COMMAND -> ofVcpu + ' ' + KvmStep.byNumber(argument);
            case FAIL -> "kvm fail " + KvmStep.byNumber((int)KvmVerb.argument32(second)) + ' ' +
                Long.toUnsignedString(third);
            case SAVE -> ofVm + " @saved";
            case DESTROY_VM, PRECOPY -> ofVm;
            default -> null;
        };
    }

    private static String lineType(final long type)
    {
        return type < LINE_TYPES.length ? LINE_TYPES[(int)type] : Long.toString(type);
    }

    private static String attribute(final DirectBuffer frame, final int offset, final long group)
    {
        final long modifier = KvmVerb.modifier(frame.getLong(offset));
        final long attr = frame.getLong(offset + 2 * WORD);
        final StringBuilder text = new StringBuilder(" ").append(KvmAttr.groups().stream()
            .filter(name -> KvmAttr.group(name) == group).findFirst().orElse(Long.toString(group))).append(' ');
        if ((modifier & KvmAttr.BY_INDEX) != 0)
        {
            text.append(attr >>> Short.SIZE).append(':').append(SystemRegister.byCode((int)attr & 0xffff));
        }
        else
        {
            text.append(KvmAttr.attrs((int)group).stream().filter(name -> KvmAttr.attr((int)group, name) == attr)
                .findFirst().orElse(hex(attr)));
        }
        switch ((int)modifier & KvmAttr.KIND_MASK)
        {
            case KvmAttr.NULL -> text.append(" null");
            case KvmAttr.BAD -> text.append(" bad");
            default ->
            {
                for (int i = 0; i < KvmAttr.count(modifier); i++)
                {
                    text.append(' ').append(hex(frame.getLong(offset + (3 + i) * WORD)));
                }
            }
        }

        return text.toString();
    }

    private static String hex(final long value)
    {
        return "0x" + Long.toHexString(value);
    }
}
