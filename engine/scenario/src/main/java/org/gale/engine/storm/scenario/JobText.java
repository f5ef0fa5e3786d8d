package org.gale.engine.storm.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;

/** Text of a job file: UTF-8 within a limit, without characters that a user cannot see. Pure functions. */
public final class JobText
{
    /** Limit of a file, bytes. The time of a scan grows with the square of a scalar. */
    public static final int LIMIT = 1 << 20;

    private static final Pattern INI_SECTION = Pattern.compile("\\s*\\[\\s*([A-Za-z0-9 _-]{1,64})\\s*\\]\\s*");
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char DELETE = 0x7f;
    private static final char LAST_CONTROL = 0x9f;

    private JobText()
    {
    }

    /**
     * Returns the text of a file.
     *
     * @param bytes at most one more than the limit
     * @throws JobException if the text cannot be a job
     */
    public static String of(final byte[] bytes, final String name)
    {
        if (bytes.length > LIMIT)
        {
            throw new JobException(new Place(name, 1, 1),
                "longer than 1 MiB, " + NumberText.counted(LIMIT, "byte") + ", the limit of such a file");
        }
        final String text = decoded(bytes, name);
        checkCharacters(text, name);
        checkForm(text, name);

        return text;
    }

    private static String decoded(final byte[] bytes, final String name)
    {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        try
        {
            final String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(in).toString();

            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        }
        catch (final CharacterCodingException ex)
        {
            final String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            throw new JobException(placeBehind(before, name), String.format(Locale.ROOT,
                "byte 0x%02x is not UTF-8 (save the file as UTF-8)", bytes[in.position()] & 0xff));
        }
    }

    private static void checkCharacters(final String text, final String name)
    {
        boolean isIndent = true;
        for (int i = 0; i < text.length(); i++)
        {
            final char character = text.charAt(i);
            if (character == '\t' && isIndent)
            {
                throw new JobException(placeBehind(text.substring(0, i), name),
                    "a tab: YAML indents by spaces (write two for each level)");
            }
            if (isControl(character))
            {
                throw new JobException(placeBehind(text.substring(0, i), name),
                    String.format(Locale.ROOT, "control character U+%04X (remove it)", (int)character));
            }
            isIndent = character == '\n' || character == '\r' || (isIndent && character == ' ');
        }
    }

    private static boolean isControl(final char character)
    {
        final boolean isLine = character == '\n' || character == '\r' || character == '\t';

        return (character < ' ' && !isLine) || (character >= DELETE && character <= LAST_CONTROL) ||
            character == BYTE_ORDER_MARK || character >= '\ufffe';
    }

    /** Refuses the form of another program's jobs, whose first line is a section. */
    private static void checkForm(final String text, final String name)
    {
        int number = 0;
        for (final String line : (Iterable<String>)text.lines()::iterator)
        {
            number++;
            final String trimmed = line.strip();
            if (!trimmed.isEmpty() && trimmed.charAt(0) != '#' && trimmed.charAt(0) != ';')
            {
                final Matcher section = INI_SECTION.matcher(line);
                if (section.matches())
                {
                    final String first = section.group(1).equals("global") ? "mixed" : section.group(1);
                    throw new JobException(new Place(name, number, line.indexOf('[') + 1), "'" + trimmed +
                        "' is fio's INI form, and a job of gale is YAML (begin with: job: " + first + ")");
                }
                return;
            }
        }
    }

    private static Place placeBehind(final String before, final String name)
    {
        final int lines = (int)before.chars().filter(character -> character == '\n').count();

        return new Place(name, lines + 1, before.length() - before.lastIndexOf('\n'));
    }
}
