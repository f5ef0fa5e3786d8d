package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures of vectors that guests move. Pure functions. */
final class MoveFigures
{
    private MoveFigures()
    {
    }

    /** Writes the moves of a report, where guests make any. */
    static void write(final ObjectNode report, final Run run)
    {
        final String rate = rate(run.job);
        if (!MovedVectors.areBalanced(run.job) && !MovedVectors.goOffline(run.job, false) &&
            !MovedVectors.goOffline(run.job, true) && rate.equals("0"))
        {
            return;
        }
        final ObjectNode actions = report.withObject("/actions");
        if (MovedVectors.areBalanced(run.job))
        {
            final long balanced = run.vectorMoves[0];
            ActionFigures.action(actions.putObject("affinity_every"), periods(run.job, "every"), balanced, balanced,
                balanced);
        }
        if (MovedVectors.goOffline(run.job, false))
        {
            final long spread = run.vectorMoves[3];
            ActionFigures.action(actions.putObject("affinity_offline_every"), offline(run.job, "every", false), spread,
                spread, spread);
        }
        if (MovedVectors.goOffline(run.job, true))
        {
            ActionFigures.action(actions.putObject("affinity_offline_managed"), offline(run.job, "every", true),
                run.vectorMoves[4], run.vectorMoves[5], run.vectorMoves[5]);
            final long waited = run.vectorMoves[6] + run.traffic.waited(false);
            ActionFigures.action(actions.putObject("affinity_offline_for"), offline(run.job, "for", true), waited,
                waited, run.vectorMoves[7] + run.traffic.waited(false) - run.traffic.waited(true));
        }
        if (!rate.equals("0"))
        {
            ActionFigures.action(actions.putObject("vector_moves"), rate, run.vectorMoves[1], run.vectorMoves[2],
                run.vectorMoves[2]);
        }
        actions.putObject("timeline").put("start_ns", 0).put("slice_ns", 0);
    }

    private static String rate(final StormJob job)
    {
        return Stream.of(job.root.at("/machine/moves").asText("0").split("/", -1))
            .map(number -> Long.toString(Numbers.count(number))).collect(Collectors.joining("/"));
    }

    private static String offline(final StormJob job, final String key, final boolean areManaged)
    {
        return job.groups.stream().map(group -> group.node().at("/guest/affinity/offline"))
            .filter(offline -> offline.has(key) && offline.has("managed") == areManaged)
            .map(offline -> offline.get(key).asText()).distinct().collect(Collectors.joining(", "));
    }

    private static String periods(final StormJob job, final String key)
    {
        return job.groups.stream().map(group -> group.node().at("/guest/affinity/" + key).asText())
            .filter(every -> !every.isEmpty()).distinct().collect(Collectors.joining(", "));
    }

    /** Returns whether a run was to show moves, and shows none. */
    static boolean isEmpty(final Run run)
    {
        final boolean isRound = run.job.groups.stream().map(group -> group.node().at("/guest/affinity"))
            .anyMatch(affinity -> affinity.has("every") && affinity.path("policy").asText("round").equals("round"));

        return (isRound && run.vectorMoves[0] == 0) ||
            (MovedVectors.goOffline(run.job, false) && run.vectorMoves[3] == 0) ||
            (MovedVectors.goOffline(run.job, true) && run.vectorMoves[5] == 0) ||
            (!rate(run.job).equals("0") && run.vectorMoves[2] == 0);
    }

    /** Returns how the moves of a journal and those of a run differ: a line, or none. */
    static List<String> differences(final JournalText journal, final Run run)
    {
        final long entries = run.vectorsMoved.stream().filter(JournalText.VectorMove::isByEntry).count();
        if (!journal.seconds.areWhole(entries))
        {
            return List.of("moves by translation entry have other steps: predicted " + entries);
        }
        if (journal.vectorMoves.equals(run.vectorsMoved))
        {
            return List.of();
        }
        int same = 0;
        while (same < Math.min(journal.vectorMoves.size(), run.vectorsMoved.size()) &&
            journal.vectorMoves.get(same).equals(run.vectorsMoved.get(same)))
        {
            same++;
        }

        return List.of("moves of the journal: " + journal.vectorMoves.size() + ", predicted " +
            run.vectorsMoved.size() + ", of which the first " + same + " are the same");
    }
}
