package org.gale.engine.report;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.document.DocumentHost;
import org.gale.engine.report.document.RecordTree;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.StormSettings;

/** Host of a report: its platform, journal, proof, commands and engines. Pure functions. */
final class HostSection
{
    private static final int BYTE_DIGITS = 3;

    private HostSection()
    {
    }

    /** Returns the host of a storm. */
    static DocumentHost of(final StormReport report)
    {
        final StormDescription description = report.description();
        final StormResult result = report.result();
        final Platform platform = description.platform();
        final boolean isOfModel = result.model() != null;
        final Share share = description.config().share();
        final boolean hasRam = description.settings().has(StormSettings.RAM_FILE);

        return new DocumentHost(EnginesSection.platform(platform),
            isOfModel ? LatencySection.seconds(result.model().realNs()) : null,
            isOfModel && report.proof().isReplayed() ? LatencySection.rounded(report.proof().commandsPerS()) : null,
            resumed(description),
            hasRam ? description.settings().shown(StormSettings.RAM_FILE) : null,
            new DocumentHost.Proof(journal(report), JsonFigure.digest(result.journal().runDigest()),
            replay(report.proof(), !isOfModel)), commands(report),
            new DocumentHost.Division(report.engines() == null ? null : EnginesSection.of(report.engines()),
            share.isWhole() ? null : share.text(),
            share.isWhole() || report.shares() == null ? null : RecordTree.of(report.shares().all().get(0)),
            share.isWhole() && report.shares() != null ? EnginesSection.of(report.shares(), !isOfModel) : null));
    }

    /** {@return the failure of a storm; on the virtual clock, of a sound one without its command and its journal} */
    static String failure(final StormReport report)
    {
        final StormVerdict verdict = report.result().verdict();
        if (report.result().model() == null || report.failure() == null || verdict.broken() != null ||
            (verdict.failure() == null && report.outcome() != Outcome.CHECK_FAILED))
        {
            return report.failure();
        }

        return verdict.failure() != null ? verdict.failure() :
            verdict.stop() != null ? verdict.stop().text("") : report.failure();
    }

    private static DocumentHost.Commands commands(final StormReport report)
    {
        final StormResult result = report.result();
        final StormVerdict.Stop stop = result.verdict().stop();
        final List<DocumentHost.HostPlace> outliers = result.latencies().outliers().stream().map(
            HostSection::place).toList();
        final boolean isTold = report.failure() == null || report.failure().equals(failure(report));

        return new DocumentHost.Commands(outliers,
            stop == null || stop.explained() == null ? null : place(stop.explained()),
            result.history().intervals().stream()
            .map(interval -> new DocumentHost.Written(interval.counts().journalBytes())).toList(),
            isTold ? null : report.failure());
    }

    private static DocumentHost.HostPlace place(final StormLatencies.Explained explained)
    {
        return new DocumentHost.HostPlace(explained.outlier().command(),
            explained.engine() == StormLatencies.Explained.ALONE ? null : (long)explained.engine());
    }

    /**
     * {@return the point at which the storm was resumed, or null if it began} The accounting is that of the complete
     * run; times and rates are those after the resume.
     */
    private static DocumentHost.Resumed resumed(final StormDescription description)
    {
        final StormResumed resumed = description.resumed();

        return !description.isResumed() ? null : new DocumentHost.Resumed(resumed.sequence(),
            (long)resumed.tornFrames(),
            (long)resumed.tornFrames(), resumed.firstCommand(), resumed.offered(), resumed.delivered());
    }

    private static DocumentHost.Journal journal(final StormReport report)
    {
        final StormDescription description = report.description();
        final JournalTotals journal = report.result().journal();
        final boolean isOfWall = report.result().model() == null;

        return new DocumentHost.Journal(description.hasJournal() ? description.journal() : null,
            isOfWall ? description.settings().shown(StormSettings.DURABILITY) : null,
            journal.commands(),
            description.hasJournal() || report.shares() != null ? journal.frames() : 0, journal.bytes(),
            JsonFigure.decimal((double)journal.bytes() / Math.max(1, journal.commands()), BYTE_DIGITS),
            isOfWall ? null : journal.beyond(), report.proof().isVerified());
    }

    private static DocumentHost.Replay replay(final StormProof proof, final boolean hasRate)
    {
        return !proof.isReplayed() ? null : new DocumentHost.Replay(JsonFigure.digest(proof.digest()),
            hasRate ? LatencySection.rounded(proof.commandsPerS()) : null, proof.firstCommand(),
            proof.extent() == StormProof.Extent.EQUAL);
    }
}
