package org.gale.engine.report;

import java.math.BigDecimal;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.document.DocumentHost;
import org.gale.engine.storm.result.EnginesOfStorm.OfEngine;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.ShareOfStorm;
import org.gale.engine.storm.result.SharesOfStorm;
import org.gale.engine.storm.scenario.Share;

/** Sections of the engines and of the shares of a storm in its document and in its text. Pure functions. */
final class EnginesSection
{
    private static final String OWN_TIMES = "sum of the shares' rates, each by its own time";

    private EnginesSection()
    {
    }

    /** Returns the section of the document. */
    static DocumentHost.Engines of(final EnginesOfStorm engines)
    {
        return new DocumentHost.Engines(engines.all().stream().map(EnginesSection::engine).toList(),
            engines.bound().isEmpty() ? null : engines.bound(), LatencySection.seconds(engines.fewerNs()));
    }

    /** Returns the section of shares whose reports were added. */
    static DocumentHost.Shares of(final SharesOfStorm shares, final boolean isOfWall)
    {
        final List<String> missing = shares.missing().stream().map(Share::text).toList();
        final List<OfEngine> figures =
            EnginesOfStorm.of(shares.all().stream().map(ShareOfStorm::result).toList(), "").all();

        return new DocumentHost.Shares(IntStream.range(0, figures.size())
            .mapToObj(i -> share(shares.all().get(i), figures.get(i))).toList(), missing.isEmpty() ? null : missing,
            isOfWall ? BigDecimal.valueOf(shares.startSpanS()) : null, isOfWall ? OWN_TIMES : null);
    }

    private static DocumentHost.OfShare share(final ShareOfStorm share, final OfEngine figures)
    {
        return new DocumentHost.OfShare(share.share().text(), platform(share.platform()), (long)share.engines(),
            engine(figures));
    }

    /** Returns the section of a platform. */
    static DocumentHost.Platform platform(final Platform platform)
    {
        return new DocumentHost.Platform(platform.version(), platform.jdk(), (long)platform.cores());
    }

    private static DocumentHost.Engine engine(final OfEngine engine)
    {
        final EventAccount account = engine.account();
        final JournalTotals journal = engine.journal();

        return new DocumentHost.Engine(new DocumentHost.Events(account.offered(), account.delivered(),
            account.coalesced(),
            account.pending(), account.held() == 0 ? null : account.held(), account.rejected()),
            LatencySection.seconds(engine.elapsedNs()),
            engine.rates().isOffered() ? LatencySection.rounded(engine.rates().deliveredPerS()) : null,
            LatencySection.orNull(engine.response().p99()),
            new DocumentHost.Applied(journal.commands(), journal.frames(), journal.bytes(), JsonFigure.digest(
            journal.runDigest())), engine.end().label());
    }

    /** Returns the line of the text. An engine that was offered nothing in its measured part has no rate. */
    static String line(final EnginesOfStorm engines)
    {
        final DoubleSummaryStatistics rates = engines.all().stream().filter(one -> one.rates().isOffered())
            .mapToDouble(one -> one.rates().deliveredPerS()).summaryStatistics();
        final double least = rates.getCount() == 0 ? 0 : rates.getMin();
        final double most = rates.getCount() == 0 ? 0 : rates.getMax();

        return "engines  " + engines.all().size() + (engines.bound().isEmpty() ? "" : ", bound by " + engines.bound()) +
            " · " + NumberText.rate(least) + " to " + NumberText.rate(most) + " each · fewer than all ran for " +
            NumberText.seconds(engines.fewerNs());
    }
}
