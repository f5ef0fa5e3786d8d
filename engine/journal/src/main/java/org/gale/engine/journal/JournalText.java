package org.gale.engine.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.gale.engine.command.Semantics;

/**
 * Text of {@code gale.journal}: a header, and one line for each sealed segment. Every line ends with the CRC32C of the
 * text before it, the header's last line with that of all lines before.
 * <pre>
 *  gale.journal 5
 *  id 3f9c07d2e5b188a4
 *  semantics 9
 *  durability process
 *  frame-limit 262140
 *  blocks 1048576 4194304 16777216 67108864 268435456
 *  configuration seed=1\nvms=16\n
 *  header crc 5ad1c270
 *  segment 0 sequence 130512 end 1048104 frames 31 hash 8f1d0c2b6a594837 crc 148e2923
 *  given-up segments 0 to 0 commands 1 to 130512 crc 0b7c11de
 *  limit 67108864 crc 3d09a1f4
 * </pre>
 * A line of purged segments is written before they are deleted, and holds for all before them too. A line of a limit is
 * written where a resume chose another one than the journal had; it holds up to the next such line. In the
 * configuration, bytes that are not printable are written {@code \n} or <code>&#92;xHH</code>.
 */
final class JournalText
{
    static final String NAME = "gale.journal";
    /** Version that is written and read. */
    static final int VERSION = 5;
    static final int HEADER_LINES = 8;
    /** Limit of the header's lines in any version. */
    static final int HEADER_LINES_LIMIT = 64;
    static final int LINE_LIMIT = 256;
    /** Limit of the configuration's line: an escaped byte takes four. */
    static final int CONFIGURATION_LINE_LIMIT = 4 * Frame.LENGTH_LIMIT + LINE_LIMIT;

    private static final String HEADER_CRC = "header crc ";
    private static final Pattern VERSION_LINE = Pattern.compile(NAME + " (\\d{1,9})");

    private static final Pattern SEALED = Pattern.compile("segment (\\d{1,6}) sequence (\\d{1,18}) end (\\d{1,9}) " +
        "frames (\\d{1,9}) hash ([0-9a-f]{16}) crc ([0-9a-f]{8})");

    private static final Pattern PURGED =
        Pattern.compile("given-up segments 0 to (\\d{1,6}) commands 1 to (\\d{1,18}) crc ([0-9a-f]{8})");

    private static final Pattern LIMIT = Pattern.compile("limit (\\d{1,18}) crc ([0-9a-f]{8})");

    private JournalText()
    {
    }

    static byte[] header(final JournalHeader header)
    {
        final String lines = NAME + " " + VERSION + "\n" +
            "id " + hex(header.id()) + "\n" +
            "semantics " + Semantics.VERSION + "\n" +
            "durability " + header.durability().label() + "\n" +
            "frame-limit " + header.frameLimitBytes() + "\n" +
            "blocks " + header.blocks().stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n" +
            "configuration " + escaped(header.configuration()) + "\n";

        return latin(lines + HEADER_CRC + crc(lines) + "\n");
    }

    static byte[] sealed(final SealedSegment segment)
    {
        final String line = "segment " + segment.segment() + " sequence " + segment.lastSequence() +
            " end " + segment.end() + " frames " + segment.lastNumber() + " hash " + hex(segment.hash());

        return latin(line + " crc " + crc(line) + "\n");
    }

    /** Returns the line that purges this segment and all before. */
    static byte[] purged(final SealedSegment last)
    {
        final String line = "given-up segments 0 to " + last.segment() + " commands 1 to " + last.lastSequence();

        return latin(line + " crc " + crc(line) + "\n");
    }

    /**
     * Parses a line of purged segments.
     *
     * @param sealed the segments that have their lines before it
     * @return the number of purged segments in all; 0 if the line differs from those of {@link #purged}
     */
    static int parsePurged(final String line, final List<SealedSegment> sealed)
    {
        final Matcher matcher = PURGED.matcher(line);
        if (!matcher.matches() || !isCrc(line, matcher.group(3)))
        {
            return 0;
        }
        final int last = Integer.parseInt(matcher.group(1));
        final boolean isKnown = last + 1 < sealed.size() &&
            sealed.get(last).lastSequence() == Long.parseLong(matcher.group(2));

        return isKnown ? last + 1 : 0;
    }

    /** Returns the line of a limit that was chosen on resume. */
    static byte[] limit(final long limitBytes)
    {
        final String line = "limit " + limitBytes;

        return latin(line + " crc " + crc(line) + "\n");
    }

    /**
     * Parses the line of a limit.
     *
     * @return the limit in bytes, or −1 if the line differs from those of {@link #limit}
     */
    static long parseLimit(final String line)
    {
        final Matcher matcher = LIMIT.matcher(line);

        return matcher.matches() && isCrc(line, matcher.group(2)) ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * Parses the line of a sealed segment.
     *
     * @return the segment, or null if the line differs from those of {@link #sealed}
     */
    static SealedSegment parseSealed(final String line)
    {
        final Matcher matcher = SEALED.matcher(line);
        if (!matcher.matches() || !isCrc(line, matcher.group(6)))
        {
            return null;
        }

        return new SealedSegment(
            Integer.parseInt(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(4)),
            Long.parseUnsignedLong(matcher.group(5), 16));
    }

    /**
     * Returns whether a header ends with the last of these lines. The header of an unknown version ends with the first
     * line of a CRC.
     */
    static boolean isHeaderWhole(final List<String> lines)
    {
        final int count = lines.size();
        final boolean isOther = count > 0 && isOtherVersion(lines.get(0));

        return isOther ? count == HEADER_LINES_LIMIT || lines.get(count - 1).startsWith(HEADER_CRC) :
            count == HEADER_LINES;
    }

    /**
     * Parses the lines of a header.
     *
     * @param lines the header's lines without their ends
     * @throws JournalException if their CRC is right and they are of another version, or their commands are
     * @throws DamagedException if they differ from those of {@link #header}
     */
    static JournalHeader parseHeader(final Path file, final List<String> lines)
        throws DamagedException, JournalException
    {
        final String last = lines.get(lines.size() - 1);
        final String checked = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
        final String crc = HEADER_CRC + crc(checked);
        if (!last.equals(crc))
        {
            throw damaged(file, checked.length(), "'" + shortened(last) + "', expected '" + crc + "'");
        }
        if (isOtherVersion(lines.get(0)))
        {
            throw new JournalException(JournalException.Reason.OTHER_VERSION, file + ": has version " +
                value(lines.get(0), NAME) + ", and this gale reads version " + VERSION);
        }
        try
        {
            require(VERSION_LINE.matcher(lines.get(0)).matches(), "'" + shortened(lines.get(0)) + "', expected '" +
                NAME + " " + VERSION + "'");
            final long semantics = Integer.parseUnsignedInt(value(lines.get(2), "semantics"));
            if (semantics != Semantics.VERSION)
            {
                throw new JournalException(JournalException.Reason.OTHER_VERSION,
                    file + ": its commands have" + Semantics.refusal(semantics));
            }
            final int frameLimit = Integer.parseInt(value(lines.get(4), "frame-limit"));
            require(JournalConfig.isFrameLimit(frameLimit), "frame-limit " + frameLimit);

            return new JournalHeader(
                Long.parseUnsignedLong(value(lines.get(1), "id"), 16),
                Durability.ofLabel(value(lines.get(3), "durability")),
                frameLimit,
                blocks(value(lines.get(5), "blocks"), frameLimit),
                unescaped(value(lines.get(6), "configuration")));
        }
        catch (final IllegalArgumentException exception)
        {
            throw damaged(file, 0, "no header of version " + VERSION + ": " + exception.getMessage());
        }
    }

    static String hex(final long value)
    {
        return String.format(Locale.ROOT, "%016x", value);
    }

    static String shortened(final String text)
    {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    private static boolean isOtherVersion(final String line)
    {
        final Matcher matcher = VERSION_LINE.matcher(line);

        return matcher.matches() && Integer.parseInt(matcher.group(1)) != VERSION;
    }

    private static List<Integer> blocks(final String text, final int frameLimit)
    {
        final String[] words = text.split(" ", JournalConfig.BLOCKS_LIMIT + 1);
        require(words.length <= JournalConfig.BLOCKS_LIMIT, "more than " + JournalConfig.BLOCKS_LIMIT + " blocks");
        final List<Integer> blocks = new ArrayList<>();
        for (final String word : words)
        {
            final int block = Integer.parseInt(word);
            require(JournalConfig.isBlock(block, frameLimit), "block " + block);
            blocks.add(block);
        }
        return blocks;
    }

    private static String value(final String line, final String name)
    {
        require(line.startsWith(name + " "), "'" + shortened(line) + "', expected " + name);

        return line.substring(name.length() + 1);
    }

    private static void require(final boolean isRight, final String finding)
    {
        if (!isRight)
        {
            throw new IllegalArgumentException(finding);
        }
    }

    private static String escaped(final byte[] bytes)
    {
        final StringBuilder text = new StringBuilder();
        for (final byte b : bytes)
        {
            if (b == '\n')
            {
                text.append("\\n");
            }
            else if (b >= ' ' && b < 0x7f && b != '\\')
            {
                text.append((char)b);
            }
            else
            {
                text.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static byte[] unescaped(final String text)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length())
        {
            final char c = text.charAt(i++);
            if (c != '\\')
            {
                bytes.write(c);
                continue;
            }
            require(i < text.length(), "configuration ends in an escape");
            final char kind = text.charAt(i++);
            require(kind == 'n' || (kind == 'x' && i + 2 <= text.length()),
                "configuration has an escape it cannot have");
            bytes.write(kind == 'n' ? '\n' : HexFormat.fromHexDigits(text, i, i + 2));
            i += kind == 'n' ? 0 : 2;
        }
        return bytes.toByteArray();
    }

    private static boolean isCrc(final String line, final String crc)
    {
        return crc(line.substring(0, line.lastIndexOf(" crc "))).equals(crc);
    }

    private static String crc(final String text)
    {
        final CRC32C crc = new CRC32C();
        crc.update(latin(text));

        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static byte[] latin(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DamagedException damaged(final Path file, final long offset, final String finding)
    {
        return new DamagedException(file, -1, -1, offset, finding);
    }
}
