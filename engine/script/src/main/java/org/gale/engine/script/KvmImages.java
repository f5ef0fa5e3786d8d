package org.gale.engine.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;

/**
 * Images of saved VMs, in files or, under names that begin with {@code @}, in the memory of the session. An image is
 * text: words in hexadecimal digits, separated by blanks.
 */
final class KvmImages
{
    private static final String IN_MEMORY = "@";
    private static final int LENGTH_LIMIT = 256 << 20;
    private static final int DIGITS = 16;
    private static final int NIBBLE = 4;

    private static final String NO_IMAGE = "holds no image";

    private final Map<String, String> inMemory = new HashMap<>();

    /**
     * Image that was read.
     *
     * @param words   of the image, or null
     * @param refusal reason why there is none, or null
     */
    record Image(List<Long> words, String refusal)
    {
    }

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
            OutputFile.writeOwnText(Path.of(name), writer -> writer.append(image).append('\n'));
        }
        catch (final IOException ex)
        {
            return "cannot be written: " + FileFailure.reason(ex);
        }
        catch (final IllegalArgumentException ex)
        {
            return "is no name of a file";
        }

        return null;
    }

    /** Returns the reason why an image of a newer version is not restored. */
    static String newer(final int version, final int known)
    {
        return "holds an image of version " + version + ", and the newest that is known is " + known;
    }

    /** Reads an image. */
    Image read(final String name)
    {
        if (name.startsWith(IN_MEMORY))
        {
            return parse(inMemory.getOrDefault(name, ""));
        }
        try
        {
            final Path path = Path.of(name);
            if (Files.isDirectory(path))
            {
                return new Image(null, "is a directory");
            }
            if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > LENGTH_LIMIT))
            {
                return new Image(null, NO_IMAGE);
            }

            return parse(Files.readString(path, StandardCharsets.ISO_8859_1));
        }
        catch (final IOException ex)
        {
            return new Image(null, "cannot be read: " + FileFailure.reason(ex));
        }
        catch (final IllegalArgumentException ex)
        {
            return new Image(null, "is no name of a file");
        }
    }

    private static Image parse(final String image)
    {
        final List<Long> words = new ArrayList<>();
        int digits = 0;
        long word = 0;
        for (int i = 0; i <= image.length(); i++)
        {
            final char next = i < image.length() ? image.charAt(i) : ' ';
            final int digit = next <= 'f' && !Character.isUpperCase(next) ? Character.digit(next, DIGITS) : -1;
            if (digit >= 0 && digits < DIGITS)
            {
                word = (word << NIBBLE) | digit;
                digits++;
            }
            else if (digit < 0 && Character.isWhitespace(next))
            {
                if (digits > 0)
                {
                    words.add(word);
                }
                digits = 0;
                word = 0;
            }
            else
            {
                return new Image(null, NO_IMAGE);
            }
        }

        return words.isEmpty() ? new Image(null, NO_IMAGE) : new Image(words, null);
    }
}
