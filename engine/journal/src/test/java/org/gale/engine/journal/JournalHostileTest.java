package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Directories that no writer made: they are refused, without a crash, a hang or memory without bound (P9). */
class JournalHostileTest
{
    private static final long ENDLESS = 1L << 42;

    @TempDir
    private Path home;

    @Test
    void shouldRefuseADirectoryThatIsNoJournal() throws IOException
    {
        Files.createDirectory(home.resolve("dir"));
        Files.createDirectory(home.resolve("dir").resolve(JournalText.NAME));
        Files.createFile(home.resolve("file"));
        for (final String name : new String[]{ "absent", "dir", "file" })
        {
            final JournalException exception =
                assertThrows(JournalException.class, () -> JournalReader.open(home.resolve(name)));

            assertEquals(JournalException.Reason.NOT_A_JOURNAL, exception.reason());
            assertTrue(exception.getMessage().startsWith(home.resolve(name).toString()), exception.getMessage());
        }
    }

    @Test
    void shouldRefuseGarbageInPlaceOfTheHeader() throws IOException
    {
        final SplittableRandom random = new SplittableRandom(7);
        final Path file = home.resolve(JournalText.NAME);
        for (int turn = 0; turn < 200; turn++)
        {
            final byte[] bytes = new byte[random.nextInt(4000)];
            random.nextBytes(bytes);
            Files.write(file, bytes);

            expectDamageIn(file);
        }
    }

    @Test
    void shouldRefuseAnEndlessHeader() throws IOException
    {
        final Path file = home.resolve(JournalText.NAME);
        sparse(file, ENDLESS);

        expectDamageIn(file);
    }

    @Test
    void shouldRefuseHeadersWithNumbersThatCannotBe() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        final Path file = run.resolve(JournalText.NAME);
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        final String[][] changes = {
            { "gale.journal 5", "gale.journal x" },
            { "frame-limit 8188", "frame-limit 99999999999" }, { "frame-limit 8188", "frame-limit -4" },
            { "frame-limit 8188", "frame-limit 8184" }, { "frame-limit 8188", "frame-limit 262148" },
            { "blocks 65536", "blocks 65537" }, { "blocks 65536", "blocks 2147483647" },
            { "blocks 65536", "blocks " }, { "blocks 65536", "blocks 65536" + " 65536".repeat(64) },
            { "durability process", "durability perhaps" }, { "id 3f9c", "id zf9c" },
            { "semantics 9", "semantics -9" }, { "name=p", "name=\\q" }, { "\\n\n", "\\\n" }, { "\\n\n", "\\x0\n" },
            { "semantics 9", "meaning 9" },
        };
        for (final String[] change : changes)
        {
            Files.writeString(file, withCrc(text.replace(change[0], change[1])), StandardCharsets.ISO_8859_1);

            final JournalDamage damage = expectDamage(run);

            assertEquals(file, damage.file(), change[1]);
        }
    }

    @Test
    void shouldRefuseLinesOfSegmentsThatCannotBe() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        final Path file = run.resolve(JournalText.NAME);
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        final String header = text.substring(0, text.indexOf("segment "));
        final SealedSegment right = JournalFileContent.read(file).sealed().get(0);
        for (final int end : new int[]{ 0, 399, 400, 404, right.end() - 8, right.end() + 8, 65_536, 999_999_999 })
        {
            final SealedSegment wrong =
                new SealedSegment(0, right.lastSequence(), end, right.lastNumber(), right.hash());
            Files.writeString(file, header + new String(JournalText.sealed(wrong), StandardCharsets.ISO_8859_1));

            assertEquals(Journals.file(run, 0), expectDamage(run).file(), "end " + end);
        }
    }

    @Test
    void shouldRefuseEndlessSparseFilesAtOnce() throws IOException
    {
        final Path run = home.resolve("run");
        final Path left = home.resolve("left");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, 20, 700);
            Journals.copyLeft(writer, run, left);
        }
        for (final Path file : new Path[]{
            Journals.file(left, 0), Journals.file(left, 1), Journals.metadata(left, 0), left.resolve(Mark.NAME) })
        {
            final long length = Files.size(file);
            sparse(file, ENDLESS);

            expectDamage(left);
            Journals.resize(file, length);
        }
        final Path lines = left.resolve(JournalText.NAME);
        sparse(lines, ENDLESS);
        expectDamageIn(lines);
    }

    @Test
    void shouldRefuseFilesThatAreLinksPipesOrDirectories() throws IOException, InterruptedException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        for (final Path file : new Path[]{ Journals.file(run, 0), Journals.metadata(run, 0), run.resolve(Mark.NAME) })
        {
            Files.move(file, home.resolve("away"));
            Files.createSymbolicLink(file, Path.of("/dev/zero"));
            expectRefusal(run, file + ": is a symbolic link, not a file of a journal");
            Files.delete(file);
            Files.createDirectory(file);
            expectRefusal(run, file + ": is a directory, not a file of a journal");
            Files.delete(file);
            assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
            expectRefusal(run, file + ": is a pipe or a device, not a file of a journal");
            Files.delete(file);
            Files.move(home.resolve("away"), file);
        }
        final Path segment = Journals.file(run, 0).getParent();
        Files.move(segment, home.resolve("away"));
        Files.createSymbolicLink(segment, home.resolve("away"));
        expectRefusal(run, segment + ": is a symbolic link, not a directory of a journal");
        Files.delete(segment);
        Files.createFile(segment);
        expectRefusal(run, segment + ": is a file, not a directory of a journal");
        Files.delete(segment);
        assertEquals(0, new ProcessBuilder("mkfifo", segment.toString()).start().waitFor());
        expectRefusal(run, segment + ": is a pipe or a device, not a directory of a journal");
    }

    @Test
    void shouldTellALaterVersionFromDamage() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        final Path file = Journals.file(run, 0);
        final int frame = SegmentFormat.PREFIX_LENGTH + SegmentFormat.EXCERPT_HEADER_LENGTH;
        Journals.put(file, frame + Frame.FORMAT_VERSION_OFFSET, new byte[]{ 9 });
        assertEquals(file, expectDamage(run).file(), "a version without its CRC");
        final byte[] bytes = Files.readAllBytes(file);
        final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final CRC32C crc = new CRC32C();
        crc.update(bytes, frame + Frame.CRC_COVERS_FROM,
            words.getInt(SegmentFormat.PREFIX_LENGTH) - Frame.CRC_COVERS_FROM);
        words.putInt(frame + Frame.CRC_OFFSET, (int)crc.getValue());
        Files.write(file, bytes);
        expectRefusal(run, file + ": has frames of version 9, and this gale knows version 1");
    }

    private static void expectRefusal(final Path journal, final String message)
    {
        final JournalException ex = assertThrows(JournalException.class, () -> Journals.read(journal));

        assertTrue(ex.getMessage().startsWith(message), ex.getMessage());
    }

    @Test
    void shouldSurviveRandomDamage() throws IOException
    {
        final Path run = home.resolve("run");
        final Path left = home.resolve("left");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, 20, 700);
            Journals.copyLeft(writer, run, left);
        }
        final SplittableRandom random = new SplittableRandom(11);
        final Path[] files = {
            Journals.file(left, 0), Journals.file(left, 1), Journals.metadata(left, 0), Journals.metadata(left, 1),
            left.resolve(JournalText.NAME), left.resolve(Mark.NAME) };
        for (int turn = 0; turn < 300; turn++)
        {
            final Path file = files[random.nextInt(files.length)];
            final byte[] before = Files.readAllBytes(file);
            for (int i = random.nextInt(1, 6); i > 0; i--)
            {
                final byte[] bytes = new byte[random.nextInt(1, 64)];
                random.nextBytes(bytes);
                Journals.put(file, random.nextInt(Math.min(before.length, 20_000)), bytes);
            }

            final JournalEnd end = Journals.read(left);
            final JournalEnd other = Journals.read(left, 5);

            assertNotNull(end.status());
            assertEquals(end.status() == JournalEnd.Status.DAMAGED, end.damage() != null);
            assertNotNull(other.status());
            Files.write(file, before);
        }
    }

    private void expectDamageIn(final Path file) throws IOException
    {
        final JournalDamage damage = expectDamage(file.getParent());

        assertEquals(file, damage.file());
        assertEquals(-1, damage.segment());
    }

    private JournalDamage expectDamage(final Path directory) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                assertNotNull(reader.header());
            }
            assertEquals(JournalEnd.Status.DAMAGED, reader.end().status());
            if (reader.end().damage().file().endsWith(JournalText.NAME))
            {
                assertNull(reader.header());
            }
            return reader.end().damage();
        }
    }

    private static void sparse(final Path file, final long length) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.setLength(length);
        }
    }

    /** Returns the changed text with the header's CRC made right. */
    private static String withCrc(final String text)
    {
        final String marker = "header crc ";
        final int at = text.indexOf(marker);
        final CRC32C crc = new CRC32C();
        crc.update(text.substring(0, at).getBytes(StandardCharsets.ISO_8859_1));

        return text.substring(0, at) + marker + String.format("%08x", crc.getValue()) +
            text.substring(at + marker.length() + 8);
    }
}
