package org.gale.engine.storm.result.answer;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;

/**
 * Steadiness of the runs of an answer: whether they were warm, and whether a later part gives the same figures.
 *
 * @param warmUp   of all runs; null without a run
 * @param lengths  length of the judged parts, in those of the job: 1, or 2 if halves of shorter runs differed
 * @param tested   figures whose halves were compared at last; 0 of fewer than five seeds, which have no test
 * @param findings figures whose halves differ still, the surest first; none if the runs are stationary
 */
public record Steadiness(WarmUp warmUp, int lengths, int tested, List<Finding> findings)
{
    public Steadiness
    {
        findings = List.copyOf(findings);
    }

    /**
     * Figure whose halves differ.
     *
     * @param choice texts of its keys
     * @param figure its name, behind that of its group
     * @param first  mean over the seeds of the first half
     * @param second mean over the seeds of the second half
     * @param chance of such a difference or a larger one where there is none, of this figure alone
     */
    public record Finding(List<String> choice, String figure, double first, double second, double chance)
    {
    }

    /** Returns whether no figure follows the length of the runs, as far as it was tested. */
    public boolean isStationary()
    {
        return findings.isEmpty();
    }

    /** Returns these findings with the warm-ups of all runs. */
    public Steadiness with(final WarmUp all)
    {
        return new Steadiness(all, lengths, tested, findings);
    }

    /** Returns the lines that say what is not as it should be; none of warm and stationary runs. */
    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        if (warmUp != null && !warmUp.isWarm())
        {
            lines.add("Not warm: in a run" + warmUp.ofPart() + ' ' + warmUp.coldStarts() + " of " +
                NumberText.counted(warmUp.vcpus(), "vCPU") + " handled their first interrupt in the judged part, " +
                "although its warm-up is as long (try more events).");
        }
        if (lengths > 1)
        {
            lines.add("Runs are twice as long as the job says, since halves of runs of twice its length differ.");
        }
        if (!isStationary())
        {
            final Finding first = findings.get(0);
            final int more = findings.size() - 1;
            lines.add("Not stationary: " + first.figure + " with " + String.join(" ", first.choice) + " is " +
                EstimateText.of(first.figure, Estimate.of(first.first)) +
                " in the first half of runs of four times the length, and " +
                EstimateText.of(first.figure, Estimate.of(first.second)) + " in the second" +
                (more == 0 ? "" : ", and so are " + NumberText.counted(more, "more figure")) +
                ": these figures follow the length of the runs.");
        }

        return lines;
    }
}
