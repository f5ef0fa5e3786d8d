package org.gale.engine.replay;

import java.util.function.Consumer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/**
 * Answer of a command that carries out a step of a transition or a migration: its error and the code of the step. A
 * journal holds the command alone, so that only a machine knows which step it was. Owned by the thread that replays.
 */
final class StepAnswer implements Consumer<Outputs>
{
    private static final String BEGIN = "  (";
    /** Values of an answer: an error, the code of a step; of a host of GICv5 the number of a step, and the new VM. */
    private static final int VALUES = 2;

    private final boolean isStep;
    private final boolean isDirect;
    private final long[] values = new long[VALUES + 1];
    private boolean isNamed;

    private StepAnswer(final boolean isStep, final boolean isDirect)
    {
        this.isStep = isStep;
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
        final V4Verb verb = V4Verb.of(word);
        if (verb != null)
        {
            return verb == V4Verb.STEP || verb == V4Verb.BEGIN_ENABLE || verb == V4Verb.BEGIN_DISABLE ||
                verb == V4Verb.MIGRATE ? new StepAnswer(verb == V4Verb.STEP, true) : null;
        }
        final KvmVerb other = CommandWord.opcode(word) == CommandWord.HOST &&
            Commands.hostFamily(word) == KvmVerb.FAMILY ? KvmVerb.of(word) : null;

        return other == KvmVerb.STEP || other == KvmVerb.MIGRATE ? new StepAnswer(other == KvmVerb.STEP, false) : null;
    }

    @Override
    public void accept(final Outputs outputs)
    {
        values[1] = 0;
        values[VALUES] = 0;
        final int count = outputs.values(values);
        isNamed = isDirect ? count == VALUES : count > 0;
        if (!isDirect)
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
        return isNamed && values[0] == 0 && V4Step.migrationStep(values[1]) != null;
    }

    private String name()
    {
        final Errno errno = Errno.of((int)values[0]);
        if (errno != Errno.OK)
        {
            return "-" + errno;
        }
        if (values[1] != V4Step.ENDED)
        {
            return V4Step.name(values[1]);
        }

        return isStep ? "ended" : "nothing to do";
    }
}
