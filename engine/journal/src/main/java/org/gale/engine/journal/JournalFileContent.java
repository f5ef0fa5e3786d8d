package org.gale.engine.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;

/**
 * Content of {@code gale.journal}, read and checked. Memory is bounded by the limits of a line and of the number of
 * segments.
 *
 * @param header the header
 * @param sealed the sealed segments, 0 and up
 * @param purged the purged ones among them
 * @param limitBytes limit that a resume chose last, or 0 for the one that the journal was begun with
 * @param length length in bytes of the file without a torn line
 * @param torn   length in bytes of the last line if its end is missing, else 0
 */
record JournalFileContent(
    JournalHeader header,
    List<SealedSegment> sealed,
    PurgedSegments purged,
    long limitBytes,
    long length,
    int torn)
{
    /** Returns the totals of the first sealed segments. */
    static PurgedSegments upTo(final List<SealedSegment> sealed, final int segments)
    {
        long frames = 0;
        long bytes = 0;
        for (final SealedSegment before : sealed.subList(0, segments))
        {
            frames += before.lastNumber();
            bytes += (long)before.end() - SegmentFormat.FIRST_CHAIN_OFFSET;
        }

        return segments == 0 ? PurgedSegments.NONE :
            new PurgedSegments(segments, sealed.get(segments - 1).lastSequence(), frames, bytes);
    }

    /**
     * Reads the file.
     *
     * @throws JournalException if the file has another version
     * @throws DamagedException if a line differs from those of a writer
     */
    static JournalFileContent read(final Path file) throws IOException
    {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file)))
        {
            return new Parser(file, input).parse();
        }
    }

    private static final class Parser
    {
        private final Path file;
        private final InputStream input;
        private final StringBuilder line = new StringBuilder();
        private long position;

        private Parser(final Path file, final InputStream input)
        {
            this.file = file;
            this.input = input;
        }

        private JournalFileContent parse() throws IOException
        {
            final List<String> header = new ArrayList<>();
            while (!JournalText.isHeaderWhole(header))
            {
                if (!readLine(JournalText.CONFIGURATION_LINE_LIMIT))
                {
                    throw damaged(position, "the file ends in its header, at byte " + (position + line.length()));
                }
                header.add(line.toString());
                position += line.length() + 1;
            }
            final JournalHeader parsed = JournalText.parseHeader(file, header);
            final List<SealedSegment> sealed = new ArrayList<>();
            int purged = 0;
            long limitBytes = 0;
            while (readLine(JournalText.LINE_LIMIT))
            {
                final int more = JournalText.parsePurged(line.toString(), sealed);
                if (more > purged)
                {
                    purged = more;
                    position += line.length() + 1;
                    continue;
                }
                final long limit = JournalText.parseLimit(line.toString());
                if (limit >= 0)
                {
                    limitBytes = limit;
                    position += line.length() + 1;
                    continue;
                }
                final SealedSegment segment = JournalText.parseSealed(line.toString());
                if (segment == null ||
                    segment.segment() != sealed.size() || sealed.size() == SegmentFormat.SEGMENT_LIMIT)
                {
                    throw damaged(position, "'" + JournalText.shortened(line.toString()) +
                        "', expected the line of segment " + sealed.size() + " with its CRC");
                }
                sealed.add(segment);
                position += line.length() + 1;
            }
            checkTorn(sealed);

            return new JournalFileContent(
                parsed, List.copyOf(sealed), upTo(sealed, purged), limitBytes, position, line.length());
        }

        /** Checks the last line without an end: a torn line is no damage, one with another character there is. */
        private void checkTorn(final List<SealedSegment> sealed) throws DamagedException
        {
            final int length = line.length();
            if (length > 0 && (JournalText.parseSealed(line.substring(0, length - 1)) != null ||
                JournalText.parseLimit(line.substring(0, length - 1)) >= 0 ||
                JournalText.parsePurged(line.substring(0, length - 1), sealed) > 0))
            {
                throw damaged(position + length - 1, "byte 0x" + Integer.toHexString(line.charAt(length - 1)) +
                    ", expected the end of a line");
            }
        }

        /**
         * Reads up to the end of a line.
         *
         * @return false if the file ends before the line does
         */
        private boolean readLine(final int limit) throws IOException
        {
            line.setLength(0);
            int c = input.read();
            while (c >= 0 && c != '\n')
            {
                if (line.length() == limit)
                {
                    throw damaged(position, "a line longer than " + NumberText.counted(limit, "byte"));
                }
                line.append((char)c);
                c = input.read();
            }
            return c == '\n';
        }

        private DamagedException damaged(final long offset, final String finding)
        {
            return new DamagedException(file, -1, -1, offset, finding);
        }
    }
}
