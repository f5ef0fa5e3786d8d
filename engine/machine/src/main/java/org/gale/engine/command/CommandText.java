package org.gale.engine.command;

import java.util.Map;
import org.agrona.DirectBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineLimits;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * Text of commands for people: a mnemonic, then the fields under their names, with ids in decimal, addresses and words
 * in hexadecimal. Any words can be read, including words that are no command.
 */
public final class CommandText
{
    private static final String[] WIRES = {"PPI", "SPI", "IWB", "wire 3"};
    private static final String HEX = "0123456789abcdef";

    /** Addresses of the register frames by the names of their keys. */
    private final Map<String, Long> frames;

    /**
     * Creates the text of commands to a machine.
     *
     * @param config names the register frames; null for a machine that is not known
     */
    public CommandText(final MachineConfig config)
    {
        this.frames = config == null ? Map.of() : config.board().frames();
    }

    /**
     * Appends a command.
     *
     * @param endOffset end of the words, which is not read past
     * @return the offset after the command, or {@code endOffset} if there is no whole command
     */
    public int append(final StringBuilder text, final DirectBuffer frame, final int offset, final int endOffset)
    {
        final long word = frame.getLong(offset);
        final int end = offset + (CommandWord.length(word) << 3);
        if (end == offset || end > endOffset)
        {
            hex(text.append("no command begins with "), word);
            return endOffset;
        }
        final long second = end - offset > Long.BYTES ? frame.getLong(offset + 8) : 0;
        final long third = end - offset > 2 * Long.BYTES ? frame.getLong(offset + 16) : 0;
        text.append(Opcodes.name(CommandWord.opcode(word))).append(' ');
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TIME -> text.append("base ").append(Commands.baseNs(word))
                .append(" sent ").append(second);
            case CommandWord.MSI -> text.append("device ").append(Commands.msiDeviceId(word))
                .append(" event ").append(Commands.msiEventId(word));
            case CommandWord.TURN -> turn(text, word);
            case CommandWord.WIRE -> wire(text, word, (int)second);
            case CommandWord.LOAD -> access(text, Commands.sizeBytes(word), second);
            case CommandWord.STORE -> hex(access(text, Commands.sizeBytes(word), second)
                .append(" value "), third);
            case CommandWord.INSN -> hex(instruction(text, word).append(" operand "), second);
            case CommandWord.SYSR -> register(text, word, second);
            case CommandWord.SYSW -> hex(register(text, word, second).append(" value "), third);
            case CommandWord.RAM -> ram(text, frame, offset, end);
            case CommandWord.MSI_LONG -> text.append("its ").append(Commands.longMsiIts(word))
                .append(" device ").append(second >>> 32).append(" event ").append(second & 0xffff_ffffL);
            case CommandWord.TRIGGER -> text.append("function ").append(Commands.msiDeviceId(word))
                .append(" vector ").append(Commands.vector(word));
            default -> host(text, frame, offset, end);
        }

        return end;
    }

    private static void turn(final StringBuilder text, final long word)
    {
        final int pe = Commands.pe(word);
        if (Commands.isTurnOfGroup(word))
        {
            text.append("signalled of pe ").append(pe).append(" to ").append(pe + Commands.TURN_GROUP_PES - 1);
        }
        else
        {
            text.append("pe ").append(pe);
        }
        text.append(" budget ").append(Commands.budget(word));
    }

    private static void host(final StringBuilder text, final DirectBuffer frame, final int offset, final int end)
    {
        final long word = frame.getLong(offset);
        final V4Verb verb = V4Verb.of(word);
        final String front = FrontText.of(word);
        final boolean isKvm = Commands.hostFamily(word) == KvmVerb.FAMILY &&
            KvmVerb.of(word) != null;
        if (verb != null)
        {
            text.append("v4 ").append(verb);
            for (int i = 0; i < verb.operands(); i++)
            {
                text.append(' ').append(V4Verb.operand(frame, offset, i));
            }
        }
        else if (front != null)
        {
            text.append(front);
            for (int at = offset + Long.BYTES; at < end; at += Long.BYTES)
            {
                text.append(' ').append(frame.getLong(at));
            }
        }
        else if (isKvm)
        {
            kvm(text, frame, offset, end);
        }
        else
        {
            text.append("family ").append(Commands.hostFamily(word)).append(" verb ")
                .append(Commands.hostVerb(word));
            words(text, frame, offset + Long.BYTES, end);
        }
    }

    private static void kvm(final StringBuilder text, final DirectBuffer frame, final int offset, final int end)
    {
        final long word = frame.getLong(offset);
        final long word1 = frame.getLong(offset + Long.BYTES);
        final KvmVerb verb = KvmVerb.of(word);
        text.append("kvm ").append(verb);
        if (verb.hasVm())
        {
            text.append(" vm ").append(KvmVerb.vm(word1));
        }
        if (verb.hasVcpu())
        {
            text.append(" vcpu ").append(KvmVerb.vcpu(word1))
                .append(" argument ").append(KvmVerb.argument16(word1));
        }
        else
        {
            hex(text.append(" argument "), KvmVerb.argument32(word1));
        }
        if (KvmVerb.modifier(word) != 0)
        {
            hex(text.append(" modifier "), KvmVerb.modifier(word));
        }
        words(text, frame, offset + 2 * Long.BYTES, end);
    }

    private static void wire(final StringBuilder text, final long word, final int id)
    {
        final int kind = Commands.wireKind(word);
        text.append(WIRES[kind]);
        if (kind == Commands.WIRE_PPI)
        {
            text.append(" pe ").append(Commands.wireOwner(word)).append(" id ");
        }
        else if (kind == Commands.WIRE_IWB)
        {
            text.append(' ').append(Commands.wireOwner(word)).append(" wire ");
        }
        else
        {
            text.append(" id ");
        }
        text.append(Integer.toUnsignedString(id)).append(" level ").append(Commands.isWireHigh(word) ? 1 : 0);
    }

    private StringBuilder access(final StringBuilder text, final int lengthBytes, final long address)
    {
        hex(text.append(lengthBytes).append(lengthBytes == 1 ? " byte at " : " bytes at "), address);
        for (final Map.Entry<String, Long> entry : frames.entrySet())
        {
            final long offset = address - entry.getValue();
            if (offset >= 0 && offset < MachineLimits.FRAME_BYTES)
            {
                hex(text.append(' ').append(entry.getKey()).append('+'), offset);
            }
        }

        return text;
    }

    private static StringBuilder instruction(final StringBuilder text, final long word)
    {
        final GicInstruction instruction = GicInstruction.byCode(Commands.code(word));
        who(text, word).append("GIC ");

        return instruction == null ? hex(text, Commands.code(word)) : text.append(instruction.name());
    }

    private static StringBuilder register(final StringBuilder text, final long word, final long code)
    {
        final SystemRegister register = code >>> 16 == 0 ? SystemRegister.byCode((int)code) : null;
        who(text, word);

        return register == null ? hex(text, code) : text.append(register.name());
    }

    private static StringBuilder who(final StringBuilder text, final long word)
    {
        final int el = Commands.el(word);
        text.append("pe ").append(Commands.pe(word));

        return el == Commands.VEL1 ? text.append(" vel1 ") : text.append(" el").append(el).append(' ');
    }

    private void ram(final StringBuilder text, final DirectBuffer frame, final int offset, final int end)
    {
        final int count = Commands.ramBytes(frame.getLong(offset));
        access(text, count, frame.getLong(offset + 8)).append(" value ");
        final int shown = Math.min(count, end - offset - 16);
        for (int i = 0; i < shown; i++)
        {
            final int value = (int)(frame.getLong(offset + 16 + (i & -8)) >>> ((i & 7) << 3)) & 0xff;
            text.append(HEX.charAt(value >>> 4)).append(HEX.charAt(value & 15));
        }
    }

    private static void words(final StringBuilder text, final DirectBuffer frame, final int offset, final int end)
    {
        for (int at = offset; at < end; at += Long.BYTES)
        {
            hex(text.append(' '), frame.getLong(at));
        }
    }

    private static StringBuilder hex(final StringBuilder text, final long value)
    {
        text.append("0x");
        int digits = Math.max(1, (Long.SIZE + 3 - Long.numberOfLeadingZeros(value)) >>> 2);
        while (digits-- > 0)
        {
            text.append(HEX.charAt((int)(value >>> (digits << 2)) & 15));
        }

        return text;
    }
}
