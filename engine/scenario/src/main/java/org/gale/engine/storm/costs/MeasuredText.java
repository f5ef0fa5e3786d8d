package org.gale.engine.storm.costs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Text of a measurement of a host, which gives some of its costs. */
interface MeasuredText
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

    /** Returns the beginning of a text that a message shows. */
    static String shown(final String text)
    {
        final String stripped = text.strip();

        return stripped.length() <= SHOWN_LIMIT ? stripped : stripped.substring(0, SHOWN_LIMIT) + "...";
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

    /** Most characters of a text that a message shows. */
    int SHOWN_LIMIT = 80;
    /** Number with a comma in place of the point. */
    Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
}
