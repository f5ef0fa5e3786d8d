package org.gale.engine.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.ringbuf.CommandWord;

/** Names of the opcodes of command words, for texts and reports. Pure functions. */
public final class Opcodes
{
    /** Number of opcodes that a command word has room for. */
    public static final int COUNT = 16;

    private static final String NONE = "none";

    private Opcodes()
    {
    }

    /** Returns the names of all opcodes that commands have. */
    public static List<String> names()
    {
        return IntStream.range(0, COUNT).mapToObj(Opcodes::name).filter(name -> !name.equals(NONE))
            .collect(Collectors.toUnmodifiableList());
    }

    /** Returns the name of an opcode, such as {@code MSI}; {@code none} for one that no command has. */
    public static String name(final int opcode)
    {
        return switch (opcode)
        {
            case CommandWord.TIME -> "TIME";
            case CommandWord.MSI -> "MSI";
            case CommandWord.TURN -> "TURN";
            case CommandWord.WIRE -> "WIRE";
            case CommandWord.LOAD -> "LOAD";
            case CommandWord.STORE -> "STORE";
            case CommandWord.INSN -> "INSN";
            case CommandWord.SYSR -> "SYSR";
            case CommandWord.SYSW -> "SYSW";
            case CommandWord.RAM -> "RAM";
            case CommandWord.HOST -> "HOST";
            case CommandWord.MSI_LONG -> "MSI_LONG";
            case CommandWord.TRIGGER -> "TRIGGER";
            default -> NONE;
        };
    }
}
