package org.gale.engine.replay;

import java.util.function.Consumer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.Outputs;

/**
 * Answer of a command that carries out a step of a transition or a migration: its error and the code of the step. A
 * journal holds the command alone, so that only a machine knows which step it was. Owned by the thread that replays.
 */
final class StepAnswer implements Consumer<Outputs>
{
    private static final String BEGIN = "  (";
    private static final int VALUES = 2;

    private final V4Verb verb;
    private final long[] values = new long[VALUES];
    private int count;

    private StepAnswer(final V4Verb verb)
    {
        this.verb = verb;
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

        return verb == V4Verb.STEP || verb == V4Verb.BEGIN_ENABLE || verb == V4Verb.BEGIN_DISABLE ||
            verb == V4Verb.MIGRATE ?
            new StepAnswer(verb) : null;
    }

    @Override
    public void accept(final Outputs outputs)
    {
        count = outputs.values(values);
    }

    /** Appends the step, as in {@code HOST v4 STEP  (D5 8200)}. */
    void appendTo(final StringBuilder text)
    {
        if (count == VALUES)
        {
            text.append(BEGIN).append(name()).append(')');
        }
    }

    /** Returns whether the step was one of a migration. */
    boolean isOfMigration()
    {
        return count == VALUES && values[0] == 0 && V4Step.migrationStep(values[1]) != null;
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

        return verb == V4Verb.STEP ? "ended" : "nothing to do";
    }
}
