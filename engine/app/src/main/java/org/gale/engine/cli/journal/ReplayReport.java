package org.gale.engine.cli.journal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.ReplayResult;

/** Report of a replay, as lines and as JSON of schema {@code gale.replay/1}. */
record ReplayReport(Path directory, ReplayResult result, ReplayVerdict verdict)
{
    /** Prints the lines of the report. */
    void print(final PrintWriter out)
    {
        out.println("journal  " + TerminalText.line(directory.toString()) + " \u00b7 " +
            JournalWords.origin(result.configuration()) +
            (result.end() == null ? "" : " \u00b7 " + JournalWords.end(result.end().status())));
        if (result.end() != null)
        {
            result.end().notes().forEach(note -> out.println("  note   " + TerminalText.line(note)));
            if (result.end().purged().isAny())
            {
                out.println("purged   " + JournalWords.purged(result.end().purged()));
            }
        }
        out.println("commands " + NumberText.count(result.commands()) +
            " in " + NumberText.seconds(result.times().elapsedNs()) +
            (result.firstCommand() == 1 ? "" :
                " \u00b7 from the snapshot after command " + NumberText.count(result.firstCommand() - 1)));
        out.println("state    " + DigestText.of(result.stateDigest()));
        out.println("replay   " + NumberText.rate(result.commandsPerS()) + " \u00b7 digest " +
            DigestText.of(result.digest()) + " \u00b7 " + comparison());
    }

    private String comparison()
    {
        if (result.divergence() != null)
        {
            return "not the same as live";
        }
        if (result.coverage().comparisons() == 0)
        {
            return "no digest to compare with";
        }

        return result.isCovered() ? "the same as live" :
            String.format(Locale.ROOT, "the same as live after command %,d, the last with a digest",
                result.coverage().toCommand());
    }

    /** Returns the values of the report as fields of JSON. */
    JsonText.Fields fields()
    {
        return json ->
        {
            json.writeStringField("schema", "gale.replay/1");
            json.writeStringField("journal", directory.toString());
            json.writeStringField("version", result.configuration().version());
            json.writeNumberField("seed", result.configuration().seed());
            json.writeStringField("machine", result.configuration().machine().toKeys());
            json.writeStringField("end", result.end() == null ? null : JournalWords.name(result.end().status()));
            json.writeNumberField("commands", result.commands());
            json.writeNumberField("first_command", result.firstCommand());
            json.writeNumberField("begin_s", result.times().beginNs() / 1e9);
            json.writeNumberField("elapsed_s", result.times().elapsedNs() / 1e9);
            json.writeNumberField("rate_per_s", Math.round(result.commandsPerS()));
            json.writeStringField("state_digest", hex(result.stateDigest()));
            json.writeStringField("digest", hex(result.digest()));
            json.writeNumberField("digests_compared", result.coverage().comparisons());
            json.writeNumberField("compared_to", result.coverage().toCommand());
            json.writeBooleanField("equal", result.isEqual());
            json.writeStringField("broken", result.broken() == null ? null : result.broken().summary());
            JournalReport.writeVerdict(json, verdict.said());
            json.writeStringField("divergence", result.divergence() == null ? null : result.divergence().message());
        };
    }

    private static String hex(final long digest)
    {
        return String.format("%016x", digest);
    }
}
