package org.gale.engine.report;

import org.HdrHistogram.Histogram;

/** Texts of histograms, as reports have them. */
public final class EncodedTexts
{
    private EncodedTexts()
    {
    }

    /** Returns the text of a histogram; an empty one of a histogram without samples. */
    public static String of(final Histogram histogram)
    {
        return histogram.getTotalCount() == 0 ? "" : EncodedHistograms.text(histogram);
    }
}
