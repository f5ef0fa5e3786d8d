package org.gale.engine.report;

import org.gale.engine.config.NumberText;
import org.gale.engine.report.document.Host;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.result.EnginesOfStorm.OfEngine;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.JournalTotals;

/** Section of the engines of a storm in its document and in its text. Pure functions. */
final class EnginesSection
{
    private EnginesSection()
    {
    }

    /** Returns the section of the document. */
    static Host.Engines of(final EnginesOfStorm engines)
    {
        return new Host.Engines(engines.all().stream().map(EnginesSection::engine).toList(),
            engines.bound().isEmpty() ? null : engines.bound(), LatencySection.seconds(engines.fewerNs()));
    }

    private static Host.Engine engine(final OfEngine engine)
    {
        final EventAccount account = engine.account();
        final JournalTotals journal = engine.journal();

        return new Host.Engine(new Host.Events(account.offered(), account.delivered(), account.coalesced(),
            account.pending(), account.rejected()), LatencySection.seconds(engine.elapsedNs()),
            engine.rates().isOffered() ? LatencySection.rounded(engine.rates().deliveredPerS()) : null,
            LatencySection.orNull(engine.response().p99()),
            new Host.Applied(journal.commands(), journal.frames(), journal.bytes(), StormJson.digest(
            journal.runDigest())), engine.end().label());
    }

    /** Returns the line of the text. */
    static String line(final EnginesOfStorm engines)
    {
        final double least = engines.all().stream().mapToDouble(one -> one.rates().deliveredPerS()).min().orElse(0);
        final double most = engines.all().stream().mapToDouble(one -> one.rates().deliveredPerS()).max().orElse(0);

        return "engines  " + engines.all().size() + (engines.bound().isEmpty() ? "" : ", bound by " + engines.bound()) +
            " · " + NumberText.rate(least) + " to " + NumberText.rate(most) + " each · fewer than all ran for " +
            NumberText.seconds(engines.fewerNs());
    }
}
