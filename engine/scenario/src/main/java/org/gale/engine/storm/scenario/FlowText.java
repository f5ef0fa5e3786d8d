package org.gale.engine.storm.scenario;

import java.util.Arrays;
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

    /** Returns the tree of a text in braces, whose colons need no space after them; of another text a scalar. */
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

    /** Returns the list of a text in brackets, whose items are scalars without commas. */
    static JobNode.Items items(final String text)
    {
        final Place place = Place.ofOption(text);

        return new JobNode.Items(place, Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
            .map(String::strip).filter(item -> !item.isEmpty())
            .<JobNode>map(item -> new JobNode.Text(place, item)).toList());
    }

    /** Returns the text of a node, cut off after the limit. */
    public static String of(final JobNode node)
    {
        final StringBuilder text = new StringBuilder();
        append(node, text);

        return text.toString();
    }

    /** Appends a node of a tree, which is as deep as a file may be. */
    private static void append(final JobNode node, final StringBuilder text)
    {
        if (node instanceof JobNode.Text scalar)
        {
            text.append(scalar.text());
            return;
        }
        final List<? extends Map.Entry<String, JobNode>> parts = node instanceof JobNode.Fields map ?
            map.fields().entrySet().stream()
            .map(part -> Map.entry(part.getKey() + ": ", part.getValue().node())).toList() :
            ((JobNode.Items)node).nodes().stream().map(item -> Map.entry("", item)).toList();
        text.append(node instanceof JobNode.Fields ? '{' : '[');
        for (int i = 0; i < parts.size() && text.length() < LIMIT; i++)
        {
            text.append(i == 0 ? "" : ", ").append(parts.get(i).getKey());
            append(parts.get(i).getValue(), text);
        }
        text.append(node instanceof JobNode.Fields ? '}' : ']');
    }
}
