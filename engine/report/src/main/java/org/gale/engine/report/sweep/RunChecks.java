package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.compare.ReportSoundness;
import org.gale.engine.report.document.DocumentBooks;
import org.gale.engine.storm.result.Soundness;
import org.gale.engine.storm.result.sweep.RunProof;
import org.gale.engine.storm.result.sweep.SweepRun;

/**
 * Checks of a result before it is joined: it is that of its run, and its report is sound. Pure but for the files.
 */
final class RunChecks
{
    private static final int SHOWN = 3;

    private RunChecks()
    {
    }

    /**
     * Returns what contradicts a result; null if nothing does.
     *
     * @throws ArithmeticException if a counter is beyond all limits
     */
    static String fault(final SweepRun run, final RunResult result, final RunReport report)
    {
        final JsonNode json = report.json().json();
        if (report.exit() != result.end().exit())
        {
            return "its exit code is " + report.exit() + " in the report, and " + result.end().exit() + " in done";
        }
        if (run.seed() != null && json.path("seed").asLong() != run.seed())
        {
            return "its seed is " + json.path("seed").asText() + " in the report, and " + run.seed() + " in the plan";
        }
        final RunProof proof = result.end().proof();
        if (proof == null)
        {
            return "its done has no proof of its files, without which this gale reads no result";
        }
        final String other = other(run, proof, result, report);
        if (other != null)
        {
            return other;
        }
        final List<String> faults = new ArrayList<>(ReportSoundness.faults(report.json()));
        if (report.exit() == Outcome.CHECK_FAILED.exitCode() && json.path("stopped").isObject())
        {
            faults.remove(json.path("failure").asText().lines().map(String::strip).collect(Collectors.joining(" ")));
        }
        faults.addAll(Soundness.faults(DocumentBooks.of(report.document())));

        return faults.isEmpty() ? null : String.join(", ", faults.subList(0, Math.min(SHOWN, faults.size())));
    }

    /** {@return what differs from the parameters and the hash that were recorded with a result, or null} */
    private static String other(
        final SweepRun run, final RunProof proof, final RunResult result, final RunReport report)
    {
        if (!proof.values().equals(new TreeMap<>(run.values())) || !String.valueOf(proof.seed()).equals(
            String.valueOf(run.seed())))
        {
            final SweepRun proven = new SweepRun(run.number(), run.point(), proof.values(), proof.seed());

            return "its parameters are " + proven.text() + " in done, and " + run.text() + " in the plan";
        }

        return altered(result, result.report().getFileName().toString(), report.sha256());
    }

    /** {@return that a file is not the one whose hash was recorded, or null if it is} */
    static String altered(final RunResult result, final String file, final String sha256)
    {
        return sha256.equals(result.end().proof().hashes().get(file)) ? null :
            "its " + file + " is not the file of which done has the hash";
    }
}
