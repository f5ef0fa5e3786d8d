package org.gale.engine.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.gale.engine.config.Sha256;

/** SHA-256 of files, which are read a piece at a time. Pure functions of their content. */
public final class FileHash
{
    private static final int PIECE = 1 << 16;

    private FileHash()
    {
    }

    /**
     * Returns the SHA-256 of a file in hexadecimal digits.
     *
     * @throws IOException if it cannot be read
     */
    public static String sha256(final Path file) throws IOException
    {
        final MessageDigest digest = Sha256.begin();
        try (InputStream in = Files.newInputStream(file))
        {
            final byte[] bytes = new byte[PIECE];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes))
            {
                digest.update(bytes, 0, length);
            }
        }

        return Sha256.hex(digest);
    }
}
