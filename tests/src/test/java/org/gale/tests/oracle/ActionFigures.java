package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Figures of toggles and moves, and the exit code of a storm, which they decide. Pure functions. */
final class ActionFigures
{
    private static final int DROPPED = 7;
    private static final int NOTHING_SHOWN = 4;
    private static final int STUCK = 3;
    private static final String PLUGS = "plugs";
    private static final int PLUGGED = 5;                           // the first of them in the actions of a run

    private ActionFigures()
    {
    }

    /** Writes {@code actions} of a report. */
    static void write(final ObjectNode report, final Run run)
    {
        writeFurther(report, run);
        ((ObjectNode)report.get("actions")).putObject("timeline").put("start_ns", 0).put("slice_ns", 0);
    }

    /** Adds the figures of both kinds of actions, next to those that are there. */
    static void writeFurther(final ObjectNode report, final Run run)
    {
        final ObjectNode actions = report.withObject("/actions");
        final String first = first(run);
        final String second = second(run);
        action(actions.putObject(first), asked(run, first), run.actions[0], run.actions[1], run.actions[2]);
        action(actions.putObject(second), asked(run, second), run.actions[4], run.actions[3], run.actions[3]);
        if (isPlugging(run))
        {
            action(actions.putObject(PLUGS), asked(run, PLUGS), run.actions[PLUGGED], run.actions[PLUGGED + 1],
                run.actions[PLUGGED + 2]);
        }
    }

    private static boolean isPlugging(final Run run)
    {
        return run.job.isOfFunctions() && !asked(run, PLUGS).equals("0");
    }

    private static String asked(final Run run, final String actions)
    {
        return run.job.root.at(
            (run.job.isOfFunctions() ? "/machine/functions/" : "/machine/injection/") + actions).asText("0");
    }

    private static String first(final Run run)
    {
        return run.job.isOfFunctions() ? "masks" : "toggles";
    }

    private static String second(final Run run)
    {
        return run.job.isOfFunctions() ? "retargets" : "moves";
    }

    static void action(
        final ObjectNode node, final String asked, final long due, final long begun, final long completed)
    {
        node.put("asked", asked);
        node.put("due", due);
        node.put("begun", begun);
        node.put("completed", completed);
        node.put("kept_up", begun + (asked.contains("/") ? 0 : 1 + due / 100) >= due);
    }

    /** Returns the exit code of a run. What was asked for and never happened shows nothing: a move, or a mistake. */
    static int exit(final Run run)
    {
        final boolean isEmpty = run.job.drops() || MoveFigures.isEmpty(run) ||
            (VmMigrations.isAny(run.job) && run.migrated.completed == 0) ||
            (!asked(run, first(run)).equals("0") && run.actions[2] == 0) ||
            (!asked(run, second(run)).equals("0") && run.actions[3] == 0) ||
            (isPlugging(run) && run.actions[PLUGGED + 2] == 0);

        return run.counts.getOrDefault("dropped", 0L) > 0 ? DROPPED : run.stuck != null ? STUCK :
            isEmpty ? NOTHING_SHOWN : 0;
    }
}
