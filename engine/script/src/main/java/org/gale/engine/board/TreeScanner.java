package org.gale.engine.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Words and signs in the source of a device tree. Owned by one thread. */
final class TreeScanner
{
    /** Sign after the last one. */
    static final char END = '\0';

    private static final String NAME_SIGNS = ",._+?#@-";
    private static final String ESCAPES = "nrtabfv";
    private static final String ESCAPED = "\n\r\t\u0007\b\f\u000b";
    private static final int HEX = 16;
    private static final int OCTAL = 8;
    private static final int OCTAL_DIGITS = 3;

    private final String text;
    private int at;
    private int line = 1;

    TreeScanner(final String text)
    {
        this.text = text;
    }

    /** Returns a fault at the present line. */
    IllegalArgumentException fault(final String message)
    {
        return fault(line, message);
    }

    /** Returns a fault at a line. */
    static IllegalArgumentException fault(final int line, final String message)
    {
        return new IllegalArgumentException("line " + line + ": " + message);
    }

    /** Returns the number of the present line, from 1 on. */
    int line()
    {
        return line;
    }

    /** Returns the next sign after spaces and comments, or {@link #END}. */
    char peek()
    {
        skip();

        return sign(at);
    }

    /** Returns whether a directive comes next: a stroke with a letter. */
    boolean isDirective()
    {
        return peek() == '/' && Character.isLetter(sign(at + 1));
    }

    /** Returns whether a label comes next: a name with a colon. */
    boolean isLabel()
    {
        skip();
        int end = at;
        while (Character.isLetterOrDigit(sign(end)) || sign(end) == '_')
        {
            end++;
        }

        return end > at && sign(end) == ':';
    }

    /** Returns whether a text comes next, and passes it. */
    boolean accept(final String next)
    {
        skip();
        final boolean isNext = text.startsWith(next, at);
        at += isNext ? next.length() : 0;

        return isNext;
    }

    /** Passes a sign, which must come next. */
    void expect(final char next)
    {
        if (peek() != next || at == text.length())
        {
            throw fault('\'' + String.valueOf(next) + "' is missing" + (at == text.length() ? " at the end" :
                " before '" + shown() + '\''));
        }
        at++;
    }

    /** Passes a name of a node, a property or a label. */
    String name()
    {
        skip();
        final int begin = at;
        while ((Character.isLetterOrDigit(sign(at)) && sign(at) < 128) ||
            (at < text.length() && NAME_SIGNS.indexOf(sign(at)) >= 0))
        {
            at++;
        }
        if (at == begin)
        {
            throw fault(at == text.length() ? "the tree ends before a node does" :
                "a name is missing before '" + shown() + '\'');
        }

        return text.substring(begin, at);
    }

    /** Passes a directive between strokes, such as {@code /bits/}. */
    String directive()
    {
        skip();
        final int end = text.indexOf('/', at + 1);
        if (end < 0 || end - at > 32)
        {
            throw fault("no directive: '" + shown() + '\'');
        }
        final String directive = text.substring(at, end + 1);
        at = end + 1;

        return directive;
    }

    /** Passes a label or a path after an ampersand. */
    String reference()
    {
        expect('&');
        if (sign(at) != '{')
        {
            return name();
        }
        final int end = text.indexOf('}', at);
        if (end < 0)
        {
            throw fault("'}' of a path is missing");
        }
        final String path = text.substring(at + 1, end);
        at = end + 1;

        return path;
    }

    /** Passes a number in C's spelling or a character between apostrophes. */
    long number()
    {
        if (peek() == '\'')
        {
            return character();
        }
        if (peek() == '(')
        {
            throw fault("an expression in parentheses (let dtc print the tree: dtc -I dts -O dts FILE)");
        }
        final String word = name();
        final String digits = word.replaceFirst("(?i)(u|l|ll|ul|ull)$", "");
        try
        {
            return digits.startsWith("0x") || digits.startsWith("0X") ?
                Long.parseUnsignedLong(digits.substring(2), HEX) :
                Long.parseUnsignedLong(digits, digits.startsWith("0") ? OCTAL : 10);
        }
        catch (final NumberFormatException ex)
        {
            throw fault('\'' + shortened(word) + "' is no number of 64 bits");
        }
    }

    /** Passes a text between quotation marks. */
    byte[] string()
    {
        expect('"');
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (sign(at) != '"')
        {
            bytes.writeBytes(escaped());
        }
        at++;

        return bytes.toByteArray();
    }

    /** Passes two hexadecimal digits. */
    int octet()
    {
        skip();
        final int high = Character.digit(sign(at), HEX);
        final int low = Character.digit(sign(at + 1), HEX);
        if (high < 0 || low < 0)
        {
            throw fault("two hexadecimal digits are missing before '" + shown() + '\'');
        }
        at += 2;

        return high * HEX + low;
    }

    private long character()
    {
        at++;
        final byte[] bytes = escaped();
        if (bytes.length != 1 || sign(at) != '\'')
        {
            throw fault("a character between apostrophes is one byte");
        }
        at++;

        return bytes[0] & 0xff;
    }

    /** Passes one character of a text, which a stroke may escape. */
    private byte[] escaped()
    {
        if (at >= text.length())
        {
            throw fault("a text has no end");
        }
        final char sign = sign(at++);
        line += sign == '\n' ? 1 : 0;
        if (sign != '\\')
        {
            return String.valueOf(sign).getBytes(StandardCharsets.UTF_8);
        }
        final char escape = sign(at++);
        if (escape == 'x')
        {
            return new byte[] {(byte)digits(HEX, 2)};
        }
        if (Character.digit(escape, OCTAL) >= 0)
        {
            at--;

            return new byte[] {(byte)digits(OCTAL, OCTAL_DIGITS)};
        }
        final int known = ESCAPES.indexOf(escape);

        return new byte[] {(byte)(known < 0 ? escape : ESCAPED.charAt(known))};
    }

    private int digits(final int radix, final int most)
    {
        int value = 0;
        for (int n = 0; n < most && Character.digit(sign(at), radix) >= 0; n++)
        {
            value = value * radix + Character.digit(sign(at++), radix);
        }

        return value;
    }

    private void skip()
    {
        boolean isSpace = true;
        while (isSpace)
        {
            if (text.startsWith("//", at) || isLineMarker())
            {
                final int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            }
            else if (text.startsWith("/*", at))
            {
                skipComment();
            }
            else if (at < text.length() && Character.isWhitespace(sign(at)))
            {
                line += sign(at) == '\n' ? 1 : 0;
                at++;
            }
            else
            {
                isSpace = false;
            }
        }
    }

    private void skipComment()
    {
        final int end = text.indexOf("*/", at + 2);
        if (end < 0)
        {
            throw fault("a comment has no end");
        }
        line += (int)text.substring(at, end).chars().filter(sign -> sign == '\n').count();
        at = end + 2;
    }

    /** Returns whether a preprocessor's mark of a line of another file comes next. */
    private boolean isLineMarker()
    {
        return sign(at) == '#' && (at == 0 || sign(at - 1) == '\n') && (text.startsWith("#line ", at) ||
            (sign(at + 1) == ' ' && Character.isDigit(sign(at + 2))));
    }

    private char sign(final int index)
    {
        return index < text.length() ? text.charAt(index) : END;
    }

    private String shown()
    {
        return shortened(text.substring(at, Math.min(text.length(), at + 40)).split("\\s", -1)[0]);
    }

    /** Returns the begin of a word: a fault is one line. */
    static String shortened(final String word)
    {
        return word.length() <= 20 ? word : word.substring(0, 20) + "...";
    }
}
