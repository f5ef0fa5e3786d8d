package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gale.engine.replay.JournalTimes;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormLatencies;

/** Law of the commands of outliers: in the journal each is an event that was due when its interrupt was. Pure. */
final class OutlierCommands
{
    private OutlierCommands()
    {
    }

    /**
     * {@return how the journal contradicts the commands of outliers, or null}
     *
     * @param outliers of the run on the wall clock that wrote it; those without a command or an LPI are left out
     */
    static String fault(final Path journal, final List<StormLatencies.Explained> outliers) throws IOException
    {
        final List<Outlier> own = outliers.stream().map(StormLatencies.Explained::outlier).filter(outlier ->
            outlier.model() == null && outlier.command() > 0 && outlier.lpiId() >= 0).toList();
        final Map<Long, Long> times =
            JournalTimes.of(journal, new TreeSet<>(own.stream().map(Outlier::command).toList()));

        return own.stream().filter(outlier ->
            times.getOrDefault(outlier.command(), outlier.intendedNs()) != outlier.intendedNs()).findFirst()
            .map(outlier -> SoundResult.message("result", "command " + outlier.command() + " of an outlier, LPI " +
            outlier.lpiId() + " of VM " + outlier.vmId() + ", is another command of the journal")).orElse(null);
    }
}
