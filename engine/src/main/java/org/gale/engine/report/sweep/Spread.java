package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;

/** Least, middle and greatest value of a figure over the seeds of a point. No value is averaged. Used by one thread. */
final class Spread
{
    static final String MIN = "min";
    static final String MEDIAN = "median";
    static final String MAX = "max";

    private final List<BigDecimal> values = new ArrayList<>();

    void add(final BigDecimal value)
    {
        values.add(value);
    }

    /** Writes the three values; the median of an even number is the lower one of the two in the middle. */
    void write(final JsonGenerator json) throws IOException
    {
        values.sort(null);
        json.writeNumberField(MIN, values.get(0));
        json.writeNumberField(MEDIAN, values.get((values.size() - 1) / 2));
        json.writeNumberField(MAX, values.get(values.size() - 1));
    }
}
