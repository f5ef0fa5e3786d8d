package org.gale.engine.replay;

import java.util.Locale;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;

/** Kinds of the commands by which software changes what becomes of interrupts, as a time line marks them. */
enum ActionKind
{
    /** Direct injection of a VM is switched on or off, or a step of that. */
    TOGGLE,
    /** Interrupts, or a vCPU with its interrupts, get another target. */
    MOVE,
    /** An interrupt or a vector is masked or unmasked. */
    MASK,
    /** State of a VM or a function leaves the machine, or comes back. */
    MIGRATION,
    /** Any other command. */
    ACTION;

    /** Commands that change nothing but the interrupts that they touch. */
    static final int PLAIN = 1 << CommandWord.TIME | 1 << CommandWord.MSI | 1 << CommandWord.MSI_LONG |
        1 << CommandWord.TURN;
    private static final int ENTRY_BYTES = 16;
    private static final int VECTOR_CONTROL = 12;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the name of the kind, for texts. */
    String label()
    {
        return label;
    }

    /**
     * Returns the kind of a command that was applied.
     *
     * @param answer    of the command, or null if it answers with no step
     * @param functions of the machine, or null
     * @return the kind, or null of an event, a turn or a time
     */
    static ActionKind of(
        final StepAnswer answer, final FunctionQueries functions, final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        if ((PLAIN >>> CommandWord.opcode(word) & 1) != 0 || isEvent(word))
        {
            return null;
        }

        return answer != null && answer.isOfMigration() ? MIGRATION : of(functions, frame, offset);
    }

    /** Returns whether a command is an event or a wire that rises or falls. */
    static boolean isEvent(final long word)
    {
        return CommandWord.isEvent(word) || CommandWord.opcode(word) == CommandWord.WIRE;
    }

    private static ActionKind of(final FunctionQueries functions, final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);

        return switch (CommandWord.opcode(word))
        {
            case CommandWord.INSN -> ofInstruction(GicInstruction.byCode(Commands.code(word)));
            case CommandWord.HOST -> ofVerb(word);
            case CommandWord.STORE -> isVectorControl(functions, frame.getLong(offset + Long.BYTES)) ? MASK : ACTION;
            default -> ACTION;
        };
    }

    private static ActionKind ofInstruction(final GicInstruction instruction)
    {
        if (instruction == null)
        {
            return ACTION;
        }

        return switch (instruction)
        {
            case CDAFF, VDAFF, LDAFF -> MOVE;
            case CDDIS, CDEN, VDDIS, VDEN, LDDIS, LDEN -> MASK;
            default -> ACTION;
        };
    }

    private static ActionKind ofVerb(final long word)
    {
        final V4Verb ofV4 = V4Verb.of(word);
        final MsixVerb ofMsix = MsixVerb.of(word);
        if (ofV4 != null)
        {
            return switch (ofV4)
            {
                case ENABLE, DISABLE, BEGIN_ENABLE, BEGIN_DISABLE, STEP -> TOGGLE;
                case MOVE, MOVEALL -> MOVE;
                case CONFIG -> MASK;
                case SAVE, RESTORE_DATA, RESTORE, MIGRATE, PRECOPY -> MIGRATION;
                default -> ACTION;
            };
        }
        if (ofMsix != null)
        {
            return switch (ofMsix)
            {
                case CONTROL -> MASK;
                case SAVE, RESTORE_DATA, RESTORE -> MIGRATION;
                default -> ACTION;
            };
        }

        return VmVerb.of(word) != null ? MIGRATION :
            Commands.hostFamily(word) == KvmVerb.FAMILY ? ofVerb(KvmVerb.of(word)) : ACTION;
    }

    private static ActionKind ofVerb(final KvmVerb verb)
    {
        if (verb == null)
        {
            return ACTION;
        }

        return switch (verb)
        {
            case MIGRATE, STEP, PRECOPY, HOLD, HELD, SAVE, RESTORE_DATA, RESTORE -> MIGRATION;
            default -> ACTION;
        };
    }

    /** Returns whether a word of the MSI-X table of a function holds the mask of a vector. */
    private static boolean isVectorControl(final FunctionQueries functions, final long address)
    {
        boolean isFound = false;
        for (int i = 0; functions != null && i < functions.functionCount(); i++)
        {
            final FunctionQueries.Function function = functions.function(functions.deviceIdAt(i));
            final long at = address - function.bar();
            isFound |= at >= 0 && at / ENTRY_BYTES < function.vectors() && at % ENTRY_BYTES == VECTOR_CONTROL;
        }

        return isFound;
    }
}
