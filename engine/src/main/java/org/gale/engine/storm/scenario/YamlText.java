package org.gale.engine.storm.scenario;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.gale.engine.config.TerminalText;

/** Text of a tree as YAML with a key on each line. Pure functions. */
final class YamlText
{
    private static final String INDENT = "  ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./+-][A-Za-z0-9_./%+=|-]*");

    private YamlText()
    {
    }

    /** Returns the text of a tree. */
    static String of(final JobNode.Fields root)
    {
        final StringBuilder lines = new StringBuilder();
        write(root, "", "", lines);

        return lines.toString();
    }

    /**
     * Writes the keys of a map.
     *
     * @param first  begin of its first line
     * @param indent begin of the others
     */
    private static void write(
        final JobNode.Fields map, final String first, final String indent, final StringBuilder lines)
    {
        String begin = first;
        for (final Map.Entry<String, JobNode.Field> field : map.fields().entrySet())
        {
            lines.append(begin).append(field.getKey()).append(':');
            begin = indent;
            final JobNode node = field.getValue().node();
            if (node instanceof JobNode.Text text)
            {
                lines.append(' ').append(scalar(text)).append('\n');
            }
            else if (node instanceof JobNode.Fields fields)
            {
                lines.append('\n');
                write(fields, indent + INDENT, indent + INDENT, lines);
            }
            else
            {
                lines.append('\n');
                ((JobNode.Items)node).nodes().forEach(item -> item(item, indent + INDENT, lines));
            }
        }
    }

    private static void item(final JobNode item, final String indent, final StringBuilder lines)
    {
        final String begin = indent + "- ";
        if (item instanceof JobNode.Fields fields)
        {
            write(fields, begin, indent + INDENT, lines);
        }
        else
        {
            lines.append(begin).append(scalar((JobNode.Text)item)).append('\n');
        }
    }

    /** Returns a scalar that reads back as a text, in quotes where YAML would take it for something else. */
    private static String scalar(final JobNode.Text node)
    {
        final String text = node.text();
        if (TerminalText.hasControls(text))
        {
            final StringBuilder escaped = new StringBuilder("\"");
            text.chars().forEach(c -> escaped.append(c == '"' || c == '\\' ? "\\" + (char)c :
                TerminalText.hasControls(Character.toString(c)) ? String.format(Locale.ROOT, "\\u%04x", c) :
                Character.toString(c)));

            return escaped.append('"').toString();
        }
        final boolean isPlain = node.isFlow() || (PLAIN.matcher(text).matches() && !text.equals("-"));

        return isPlain ? text : '\'' + text.replace("'", "''") + '\'';
    }
}
