package org.gale.engine.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalTextTest
{
    private static final Path FILE = Path.of("gale.journal");

    /** Compares the whole header: of the characters from space to tilde, only the backslash is escaped. */
    @Test
    void shouldWriteAndReadAHeader() throws Exception
    {
        final byte[] configuration = "a b\n\\~\u007f\u001f!\u0000\u00e4".getBytes(StandardCharsets.ISO_8859_1);
        final JournalHeader header = new JournalHeader(
            0x9abL, Durability.FORCED, 8188, List.of(65_536, 131_072), configuration);
        final String lines = """
            gale.journal 5
            id 00000000000009ab
            semantics 9
            durability forced
            frame-limit 8188
            blocks 65536 131072
            configuration a b\\n\\x5c~\\x7f\\x1f!\\x00\\xe4
            """;

        final String text = new String(JournalText.header(header), StandardCharsets.ISO_8859_1);

        assertEquals(lines + "header crc " + crc(lines) + "\n", text);
        final JournalHeader read = JournalText.parseHeader(FILE, text.lines().toList());
        assertEquals(0x9abL, read.id());
        assertEquals(Durability.FORCED, read.durability());
        assertEquals(8188, read.frameLimitBytes());
        assertEquals(List.of(65_536, 131_072), read.blocks());
        assertArrayEquals(configuration, read.configuration());
    }

    @Test
    void shouldReadTheVersionThatItWritesAndRefuseOthers() throws Exception
    {
        assertEquals(5, JournalText.parseHeader(FILE, header(5, 9, "65536")).id());
        for (final int version : new int[]{ 0, 4, 6, 999_999_999 })
        {
            assertEquals("gale.journal: has version " + version + ", and this gale reads version 5",
                refusal(header(version, 9, "65536")));
        }
    }

    @Test
    void shouldRefuseCommandsOfAnotherVersion()
    {
        assertEquals("gale.journal: its commands have version 8, too old for this gale, which reads version 9: " +
            "replay it with the gale that wrote it", refusal(header(5, 8, "65536")));
        assertEquals("gale.journal: its commands have version 10, too new for this gale, which reads version 9: " +
            "replay it with the gale that wrote it, or with a later one", refusal(header(5, 10, "65536")));
    }

    private static String refusal(final List<String> header)
    {
        final JournalException exception =
            assertThrows(JournalException.class, () -> JournalText.parseHeader(FILE, header));
        assertEquals(JournalException.Reason.OTHER_VERSION, exception.reason());

        return exception.getMessage();
    }

    @Test
    void shouldReadAsManyBlocksAsAJournalCanHave() throws Exception
    {
        final String most = "65536" + " 65536".repeat(63);

        assertEquals(Collections.nCopies(64, 65_536), JournalText.parseHeader(FILE, header(5, 9, most)).blocks());
        final DamagedException exception = assertThrows(DamagedException.class,
            () -> JournalText.parseHeader(FILE, header(5, 9, most + " 65536")));
        assertEquals(new JournalDamage(FILE, -1, -1, 0, "no header of version 5: more than 64 blocks", 0),
            exception.damage());
    }

    @Test
    void shouldKnowWhereAHeaderEnds()
    {
        final List<String> lines = new ArrayList<>();
        for (int count = 0; count <= 9; count++)
        {
            assertEquals(count == 8, JournalText.isHeaderWhole(lines), count + " lines");
            lines.add(count == 0 ? "gale.journal 5" : "header crc 00000000");
        }
        for (final String first : new String[]{ "gale.journal 0", "gale.journal 4", "gale.journal 6" })
        {
            lines.clear();
            for (int count = 0; count <= 66; count++)
            {
                assertEquals(count == 64, JournalText.isHeaderWhole(lines), count + " lines");
                lines.add(count == 0 ? first : "line");
            }
            assertFalse(JournalText.isHeaderWhole(List.of(first, "header")));
            assertTrue(JournalText.isHeaderWhole(List.of(first, "header crc ")));
            assertFalse(JournalText.isHeaderWhole(List.of(first, "header crc ", "line")));
        }
    }

    @Test
    void shouldShortenLinesForMessages()
    {
        final String longest = "0123456789abcdef".repeat(4);

        assertEquals("", JournalText.shortened(""));
        assertEquals(longest, JournalText.shortened(longest));
        assertEquals(longest + "…", JournalText.shortened(longest + "g"));
    }

    private static List<String> header(final int version, final int semantics, final String blocks)
    {
        final String lines = "gale.journal " + version + "\nid 0000000000000005\nsemantics " + semantics +
            "\ndurability process\nframe-limit 8188\nblocks " + blocks + "\nconfiguration c\n";

        return (lines + "header crc " + crc(lines)).lines().toList();
    }

    private static String crc(final String text)
    {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));

        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
