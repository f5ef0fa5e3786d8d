package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Figures of toggles and moves, and the exit code of a storm, which they decide. Pure functions. */
final class ActionFigures
{
    private static final int DROPPED = 7;
    private static final int NOTHING_SHOWN = 4;
    private static final int STUCK = 3;

    private ActionFigures()
    {
    }

    /** Writes {@code actions} of a report. */
    static void write(final ObjectNode report, final Run run)
    {
        final ObjectNode actions = report.putObject("actions");
        action(actions.putObject("toggles"), asked(run, "toggles"), run.actions[0], run.actions[1],
            run.actions[2]);
        action(actions.putObject("moves"), asked(run, "moves"), run.actions[3], run.actions[3], run.actions[3]);
        actions.putObject("timeline").put("start_ns", 0).put("slice_ns", 0);
    }

    private static String asked(final Run run, final String actions)
    {
        return run.job.root.at("/machine/injection/" + actions).asText("0");
    }

    private static void action(
        final ObjectNode node, final String asked, final long due, final long begun, final long completed)
    {
        node.put("asked", asked);
        node.put("due", due);
        node.put("begun", begun);
        node.put("completed", completed);
        node.put("kept_up", begun + (asked.contains("/") ? 0 : 1 + due / 100) >= due);
    }

    /** Returns the exit code of a run. */
    static int exit(final Run run)
    {
        final boolean isEmpty = (!asked(run, "toggles").equals("0") && run.actions[2] == 0) ||
            (!asked(run, "moves").equals("0") && run.actions[3] == 0);

        return run.counts.getOrDefault("dropped", 0L) > 0 ? DROPPED : run.stuck != null ? STUCK :
            isEmpty ? NOTHING_SHOWN : 0;
    }
}
