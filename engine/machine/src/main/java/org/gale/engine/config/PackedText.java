package org.gale.engine.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Text that zlib has packed, as base64 behind a mark. Pure functions. */
final class PackedText
{
    private static final String MARK = "zlib:";

    private PackedText()
    {
    }

    /** Returns whether a text is a packed one. */
    static boolean isOne(final String text)
    {
        return text.startsWith(MARK);
    }

    /** Returns a text as a packed one. */
    static String of(final String text)
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater))
        {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("memory can be written to", ex);
        }
        finally
        {
            deflater.end();
        }

        return MARK + Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static byte[] bytes(final String packed)
    {
        try
        {
            return Base64.getDecoder().decode(packed.substring(MARK.length()));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("packed text that is no base64", ex);
        }
    }

    /**
     * Returns the text of a packed one.
     *
     * @param limitBytes of the text
     * @throws IllegalArgumentException if it is damaged, or longer than the limit
     */
    static String unpacked(final String packed, final int limitBytes)
    {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes(packed))))
        {
            final byte[] bytes = in.readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes)
            {
                throw new IllegalArgumentException(
                    "packed text of more than " + NumberText.counted(limitBytes, "byte"));
            }

            return new String(bytes, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("packed text that zlib does not read", ex);
        }
    }
}
