package org.gale.engine.report.sweep;

import java.util.List;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Latency;

/** Histograms of the groups and phases of a report, which have the samples of their figures. Pure functions. */
final class PartHistograms
{
    private PartHistograms()
    {
    }

    /** {@return what the histogram of a group or phase has in another number than its figures; null if none does} */
    static String fault(final RunReport report)
    {
        for (final StormDocument.Part part : report.document().parts().all())
        {
            for (final Latency latency : List.of(Latency.RESPONSE, Latency.HANDLED, Latency.REQUEST))
            {
                final String fault = report.hasPartHistograms() ? fault(report.partDigits(), part, latency) : null;
                if (fault != null)
                {
                    return TerminalText.line(part.name() + '.' + latency.label()) + fault;
                }
            }
        }

        return null;
    }

    /** {@return what is wrong with a histogram; null if it has the number of samples of its figures} */
    private static String fault(final int digits, final StormDocument.Part part, final Latency latency)
    {
        final long count = count(part.times(latency));
        try
        {
            final long samples = EncodedHistogram.decodeText(part.encoded(), latency, digits, (value, times) -> { });

            return samples == count ? null :
                " has " + samples + " samples in its histogram, and " + count + " in its figures";
        }
        catch (final IllegalArgumentException ex)
        {
            return ": " + ex.getMessage();
        }
    }

    private static long count(final Latencies.Times times)
    {
        return times == null ? 0 : AccountValue.count(times.count());
    }
}
