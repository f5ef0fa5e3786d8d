package org.gale.engine.replay;

import java.util.function.Consumer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.PrecopyPages;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/**
 * Answer of a command that carries out a step of a transition or a migration, or a pass before one: its error, and the
 * code of the step or the pages of the pass. A journal holds the command alone, so that only a machine knows which step
 * it was. Owned by the thread that replays.
 */
final class StepAnswer implements Consumer<Outputs>
{
    private static final String BEGIN = "  (";
    /** Values of an answer: an error, the code of a step; of a host of GICv5 the number of a step, and the new VM. */
    private static final int VALUES = 2;

    private final Kind kind;
    private final boolean isDirect;
    private final long[] values = new long[VALUES + PrecopyPages.TABLE_LIMIT];
    private int count;
    private boolean isNamed;

    /** Kind of a command that is answered so. */
    private enum Kind
    {
        /** First step of a transition or a migration. */
        BEGIN,
        /** Later step. */
        STEP,
        /** Pass before a migration. */
        PASS
    }

    private StepAnswer(final Kind kind, final boolean isDirect)
    {
        this.kind = kind;
        this.isDirect = isDirect;
    }

    /**
     * Returns the place for the answer of a command.
     *
     * @param word first word of the command
     * @return the place, or null if the command answers with no step
     */
    static StepAnswer of(final long word)
    {
        final V4Verb direct = V4Verb.of(word);
        final VmVerb resident = VmVerb.of(word);
        final Kind kind = direct != null ? kind(direct) : resident != null ? kind(resident) :
            CommandWord.opcode(word) == CommandWord.HOST && Commands.hostFamily(word) == KvmVerb.FAMILY ?
            kind(KvmVerb.of(word)) : null;

        return kind == null ? null : new StepAnswer(kind, direct != null);
    }

    private static Kind kind(final V4Verb verb)
    {
        return switch (verb)
        {
            case BEGIN_ENABLE, BEGIN_DISABLE, MIGRATE -> Kind.BEGIN;
            case STEP -> Kind.STEP;
            case PRECOPY -> Kind.PASS;
            default -> null;
        };
    }

    private static Kind kind(final VmVerb verb)
    {
        return switch (verb)
        {
            case MIGRATE -> Kind.BEGIN;
            case STEP -> Kind.STEP;
            case PRECOPY -> Kind.PASS;
        };
    }

    private static Kind kind(final KvmVerb verb)
    {
        return verb == KvmVerb.MIGRATE ? Kind.BEGIN : verb == KvmVerb.STEP ? Kind.STEP :
            verb == KvmVerb.PRECOPY ? Kind.PASS : null;
    }

    @Override
    public void accept(final Outputs outputs)
    {
        values[1] = 0;
        values[VALUES] = 0;
        count = outputs.values(values);
        isNamed = (isDirect && kind != Kind.PASS) ? count >= VALUES : count > 0;
        if (!isDirect && kind != Kind.PASS)
        {
            values[1] = count < VALUES ? V4Step.ENDED :
                V4Step.ofMigration((int)values[1], Math.max(0, (int)values[VALUES]));
        }
    }

    /** Appends the step, as in {@code HOST v4 STEP  (D5 8200)}. */
    void appendTo(final StringBuilder text)
    {
        if (isNamed)
        {
            text.append(BEGIN).append(name()).append(')');
        }
    }

    /** Returns whether the step was one of a migration. */
    boolean isOfMigration()
    {
        return isNamed && values[0] == 0 && (kind == Kind.PASS || V4Step.migrationStep(values[1]) != null);
    }

    private String name()
    {
        final Errno errno = Errno.of((int)values[0]);
        if (errno != Errno.OK)
        {
            return "-" + errno;
        }
        if (kind == Kind.PASS)
        {
            return PrecopyPages.text(values, count);
        }
        if (values[1] != V4Step.ENDED)
        {
            return V4Step.name(values[1]);
        }

        return kind == Kind.STEP ? "ended" : "nothing to do";
    }
}
