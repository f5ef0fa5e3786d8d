package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.gale.engine.config.TerminalText;

/** YAML with a key on each line. */
final class YamlSink implements JobSink
{
    private static final String INDENT = "  ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./+-][A-Za-z0-9_./%+=|-]*");

    private final StringBuilder lines = new StringBuilder();
    private int depth;
    private boolean isFirstOfItem;

    /** Returns all that was written. */
    String lines()
    {
        return lines.toString();
    }

    @Override
    public void text(final String key, final String text)
    {
        key(key).append(' ').append(quoted(text)).append('\n');
    }

    @Override
    public void flow(final String key, final String text)
    {
        key(key).append(' ').append(text).append('\n');
    }

    @Override
    public void texts(final String key, final List<String> texts)
    {
        key(key).append('\n');
        texts.forEach(text ->
            lines.append(INDENT.repeat(depth + 1)).append("- ").append(quoted(text)).append('\n'));
    }

    @Override
    public void beginMap(final String key)
    {
        key(key).append('\n');
        depth++;
    }

    @Override
    public void endMap()
    {
        depth--;
    }

    @Override
    public void beginList(final String key)
    {
        beginMap(key);
    }

    @Override
    public void endList()
    {
        endMap();
    }

    @Override
    public void beginItem()
    {
        depth++;
        isFirstOfItem = true;
    }

    @Override
    public void endItem()
    {
        depth--;
    }

    private StringBuilder key(final String key)
    {
        lines.append(INDENT.repeat(isFirstOfItem ? depth - 1 : depth)).append(isFirstOfItem ? "- " : "");
        isFirstOfItem = false;

        return lines.append(key).append(':');
    }

    /** Returns a scalar that reads back as a text, in quotes where YAML would take it for something else. */
    private static String quoted(final String text)
    {
        if (TerminalText.hasControls(text))
        {
            final StringBuilder escaped = new StringBuilder("\"");
            text.chars().forEach(c -> escaped.append(c == '"' || c == '\\' ? "\\" + (char)c :
                TerminalText.hasControls(Character.toString(c)) ? String.format(Locale.ROOT, "\\u%04x", c) :
                Character.toString(c)));

            return escaped.append('"').toString();
        }
        final boolean isPlain = PLAIN.matcher(text).matches() && !text.equals("-");

        return isPlain ? text : '\'' + text.replace("'", "''") + '\'';
    }
}
