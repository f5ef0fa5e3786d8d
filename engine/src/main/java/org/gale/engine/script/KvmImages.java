package org.gale.engine.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.host.OutputFile;

/**
 * Images of saved VMs, in files or, under names that begin with {@code @}, in the memory of the session. An image is
 * text: words in hexadecimal digits, separated by blanks.
 */
final class KvmImages
{
    private static final String IN_MEMORY = "@";
    private static final int LENGTH_LIMIT = 16 << 20;

    private final Map<String, String> inMemory = new HashMap<>();

    /**
     * Keeps an image.
     *
     * @return null, or the reason why it could not be kept
     */
    String write(final String name, final String image)
    {
        if (name.startsWith(IN_MEMORY))
        {
            inMemory.put(name, image);
            return null;
        }
        try
        {
            OutputFile.writeText(Path.of(name), writer -> writer.append(image).append('\n'));
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return "cannot be written: " + ex.getMessage();
        }

        return null;
    }

    /**
     * Reads an image.
     *
     * @return its words, or null if there is none of that name
     */
    List<Long> read(final String name)
    {
        final String image = name.startsWith(IN_MEMORY) ? inMemory.get(name) : readFile(name);
        if (image == null)
        {
            return null;
        }
        final List<Long> words = new ArrayList<>();
        for (final String word : image.trim().split("\\s+", -1))
        {
            if (!word.matches("[0-9a-f]{1,16}"))
            {
                return null;
            }
            words.add(Long.parseUnsignedLong(word, 16));
        }

        return words;
    }

    private static String readFile(final String name)
    {
        try
        {
            final Path path = Path.of(name);

            return Files.isRegularFile(path) && Files.size(path) <= LENGTH_LIMIT ?
                Files.readString(path, StandardCharsets.ISO_8859_1) : null;
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return null;                                                        // the line is FAIL
        }
    }
}
