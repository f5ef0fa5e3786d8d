package org.gale.engine.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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
}
