package org.gale.engine.replay;

/** Text form of digests: four groups of four hexadecimal digits. */
public final class DigestText
{
    private DigestText()
    {
    }

    /** Returns the text of a digest, such as {@code 3f9c 07d2 e5b1 88a4}. */
    public static String of(final long digest)
    {
        final String hex = String.format("%016x", digest);

        return hex.substring(0, 4) + ' ' + hex.substring(4, 8) + ' ' + hex.substring(8, 12) + ' ' + hex.substring(12);
    }
}
