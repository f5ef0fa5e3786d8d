package org.gale.engine.storm.result.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.gale.engine.json.JsonText;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;

/** First difference of two plans, for people. Pure but for the files that it reads. */
final class PlanDifference
{
    /** Name of the hashes of traces in the file of a plan. */
    static final String TRACES = "traces";

    private static final int LENGTH_LIMIT = 72;

    private PlanDifference()
    {
    }

    private record Pair(String path, JsonNode there, JsonNode here)
    {
    }

    /** Files of a plan in a directory. */
    record Stored(Path sweep, Path job, Path plan)
    {
    }

    /**
     * Returns the first difference of the plan of a directory and another one.
     *
     * @param version  of the program that made the plan of the directory
     * @param planText text that the file of the other plan would have
     */
    static String of(
        final String version, final Stored files, final PlannedSweep planned, final String planText)
    {
        if (!version.equals(planned.version()))
        {
            return "it was made by gale " + version + ", and this is gale " + planned.version();
        }
        try
        {
            final String sweep = first("sweep", files.sweep(), planned.sweepText());
            final String job = sweep == null ? first("job", files.job(), planned.jobText()) : sweep;
            final String trace = job == null ? trace(files.plan(), planText) : job;

            return trace == null ? "its effective jobs are others" : trace;
        }
        catch (final IOException ex)
        {
            return FileFailure.text(ex);
        }
        catch (final IllegalArgumentException ex)
        {
            return "its files are damaged: " + ex.getMessage();
        }
    }

    private static String first(final String name, final Path file, final String text) throws IOException
    {
        final String there =
            new String(BoundedFile.read(file, PlannedSweep.TEXT_LIMIT), StandardCharsets.UTF_8).strip();
        final String first = first(new Pair(name, JsonText.read(there), JsonText.read(text)));

        return first != null || there.equals(text) ? first : "the keys of the " + name + " are in another order";
    }

    /** {@return the first trace that is another file now, or null} */
    private static String trace(final Path plan, final String planText) throws IOException
    {
        final String there = new String(BoundedFile.read(plan, PlannedSweep.FILE_LIMIT), StandardCharsets.UTF_8);

        return first(new Pair("SHA-256 of trace", JsonText.read(there).path(TRACES),
            JsonText.read(planText).path(TRACES)));
    }

    private static String first(final Pair whole)
    {
        final Deque<Pair> pairs = new ArrayDeque<>();
        pairs.push(whole);
        while (!pairs.isEmpty())
        {
            final Pair pair = pairs.pop();
            if (!pair.there().equals(pair.here()))
            {
                final Deque<Pair> inner = inner(pair);
                if (inner.isEmpty())
                {
                    return pair.path() + " is " + shown(pair.there()) + " there, and " + shown(pair.here()) + " here";
                }
                while (!inner.isEmpty())
                {
                    pairs.push(inner.pop());                                    // the last first, so that it comes last
                }
            }
        }

        return null;
    }

    /** Returns the parts of two maps or lists of one length, the last one first; none of others. */
    private static Deque<Pair> inner(final Pair pair)
    {
        final Deque<Pair> inner = new ArrayDeque<>();
        if (pair.there().isObject() && pair.here().isObject())
        {
            for (final Iterator<String> names = pair.there().fieldNames(); names.hasNext();)
            {
                final String name = names.next();
                inner.push(new Pair(pair.path() + '.' + name, pair.there().get(name), pair.here().path(name)));
            }
            pair.here().fieldNames().forEachRemaining(name ->
            {
                if (!pair.there().has(name))
                {
                    inner.push(new Pair(pair.path() + '.' + name, pair.there().path(name), pair.here().get(name)));
                }
            });
        }
        else if (pair.there().isArray() && pair.here().isArray() && pair.there().size() == pair.here().size())
        {
            for (int i = 0; i < pair.there().size(); i++)
            {
                inner.push(new Pair(pair.path() + '[' + i + ']', pair.there().get(i), pair.here().get(i)));
            }
        }

        return inner;
    }

    private static String shown(final JsonNode node)
    {
        final String text = node.isMissingNode() ? "nothing" : node.toString();

        return text.length() <= LENGTH_LIMIT ? text : text.substring(0, LENGTH_LIMIT) + "...";
    }
}
