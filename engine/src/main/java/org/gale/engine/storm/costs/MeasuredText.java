package org.gale.engine.storm.costs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Text of a measurement of a host, which gives some of its costs. */
public sealed interface MeasuredText permits MicroBenchText, KvmStatText, CyclictestText
{
    /**
     * Returns the costs that follow.
     *
     * @param base of which what was not measured is taken
     * @throws JobException if a figure contradicts another one
     */
    List<MeasuredCost> costs(CostModel base);

    /** Returns the program that printed the text. */
    String program();

    /**
     * Reads a text, of which the lines say what it is.
     *
     * @param name of the file, for messages
     * @throws JobException if it is of no known program, is cut, or contradicts itself
     */
    static MeasuredText read(final String name, final List<String> lines)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            final String line = lines.get(i);
            if (MicroBenchText.isHeading(line))
            {
                return MicroBenchText.read(name, lines, i + 1);
            }
            if (KvmStatText.isHeading(line))
            {
                return KvmStatText.read(name, lines, i + 1);
            }
            if (CyclictestText.isHeading(line))
            {
                return CyclictestText.read(name, lines, i + 1);
            }
        }
        final String other = MicroBenchText.otherMachine(lines);
        throw new JobException(Place.ofOption(name), other == null ?
            "is no output of micro-bench, perf kvm stat report or cyclictest -h (give one whole, with its headings)" :
            other);
    }

    /**
     * Refuses a decimal comma.
     *
     * @throws JobException if the line has one
     */
    static void checkPoint(final String line, final Place place)
    {
        final Matcher comma = DECIMAL_COMMA.matcher(line);
        if (comma.find())
        {
            throw new JobException(place, "'" + comma.group() + "' has a decimal comma (run it again with LC_ALL=C)");
        }
    }

    /** Number with a comma in place of the point. */
    Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
}
