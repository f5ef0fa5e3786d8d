package org.gale.engine.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which plans and recordings are known again. Pure functions. */
public final class Sha256
{
    private Sha256()
    {
    }

    /** Returns a digest of nothing yet. */
    public static MessageDigest begin()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }

    /** Returns the hash of some bytes in hexadecimal digits. */
    public static String hex(final byte[] bytes)
    {
        final MessageDigest digest = begin();
        digest.update(bytes);

        return hex(digest);
    }

    /** Returns the hash of what a digest has taken in hexadecimal digits, and resets it. */
    public static String hex(final MessageDigest digest)
    {
        return HexFormat.of().formatHex(digest.digest());
    }
}
