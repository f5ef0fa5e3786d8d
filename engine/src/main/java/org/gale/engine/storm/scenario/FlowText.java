package org.gale.engine.storm.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Text of a small tree on one line, such as <code>{exponential: 2us}</code>. Pure functions. */
public final class FlowText
{
    /** Limit of the text, which no value of a key is as long as. */
    public static final int LIMIT = 1 << 13;

    private static final Pattern COLON = Pattern.compile(":(?=\\S)");

    private FlowText()
    {
    }

    /** Returns the tree of a text in braces, whose colons need no space behind them; of another text a scalar. */
    public static JobNode node(final String text)
    {
        if (text.startsWith("{") && text.length() < LIMIT)
        {
            try
            {
                return JobParser.parse(COLON.matcher(text).replaceAll(": "), text);
            }
            catch (final JobException ex)
            {
                return new JobNode.Text(Place.ofOption(text), text);            // its key says which form it needs
            }
        }

        return new JobNode.Text(Place.ofOption(text), text);
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

    /** Returns the text of a node, cut off after the limit. */
    public static String of(final JobNode node)
    {
        final StringBuilder text = new StringBuilder();
        final Deque<Open> open = new ArrayDeque<>();
        begin(node, text, open);
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
            begin(part.getValue(), text, open);
        }

        return text.toString();
    }

    private static void begin(final JobNode node, final StringBuilder text, final Deque<Open> open)
    {
        if (node instanceof JobNode.Text scalar)
        {
            text.append(scalar.text());
        }
        else
        {
            text.append(node instanceof JobNode.Fields ? '{' : '[');
            open.push(Open.of(node));
        }
    }
}
