package org.gale.engine.storm.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Text of a small node on one line, as YAML writes maps and lists in braces and brackets. Pure functions. */
public final class FlowText
{
    /** Limit of the text, which no value of a key is as long as. */
    public static final int LIMIT = 1 << 13;

    private FlowText()
    {
    }

    /** Map or list whose first parts are written. */
    private record Open(Iterator<? extends Map.Entry<String, JobNode>> parts, char end)
    {
        static Open of(final JobNode node)
        {
            if (node instanceof JobNode.Fields map)
            {
                return new Open(map.fields().entrySet().stream()
                    .map(field -> Map.entry(field.getKey() + ": ", field.getValue().node())).iterator(), '}');
            }
            final List<JobNode> nodes = ((JobNode.Items)node).nodes();

            return new Open(nodes.stream().map(item -> Map.entry("", item)).iterator(), ']');
        }
    }

    /**
     * Returns the text of a node, cut off behind the limit.
     *
     * @param scalars text of a scalar
     */
    public static String of(final JobNode node, final Function<JobNode.Text, String> scalars)
    {
        final StringBuilder text = new StringBuilder();
        final Deque<Open> open = new ArrayDeque<>();
        begin(node, text, open, scalars);
        while (!open.isEmpty() && text.length() < LIMIT)
        {
            final Open last = open.peek();
            if (!last.parts().hasNext())
            {
                text.append(open.pop().end());
                continue;
            }
            final char before = text.charAt(text.length() - 1);
            final Map.Entry<String, JobNode> part = last.parts().next();
            text.append(before == '{' || before == '[' ? "" : ", ").append(part.getKey());
            begin(part.getValue(), text, open, scalars);
        }

        return text.toString();
    }

    private static void begin(final JobNode node, final StringBuilder text, final Deque<Open> open,
        final Function<JobNode.Text, String> scalars)
    {
        if (node instanceof JobNode.Text scalar)
        {
            text.append(scalars.apply(scalar));
        }
        else
        {
            text.append(node instanceof JobNode.Fields ? '{' : '[');
            open.push(Open.of(node));
        }
    }
}
