-- Accounts with roles, invitations, API tokens, the log of who did what, and the keys that the database was used with.
-- Whoever has an account already could do everything, and still can.
CREATE TYPE "account_role" AS ENUM ('owner', 'experimenter', 'viewer');
ALTER TABLE "experimenter"
    ADD COLUMN "role" "account_role" NOT NULL DEFAULT 'owner',
    ADD COLUMN "deactivated_at" TIMESTAMPTZ(3);

ALTER TABLE "sign_in"
    ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN "device" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "address" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "password_is_short" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "sign_in" ALTER COLUMN "id" DROP DEFAULT;
CREATE UNIQUE INDEX "sign_in_id_key" ON "sign_in"("id");

CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "experimenter_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_token_experimenter_id_fkey" FOREIGN KEY ("experimenter_id") REFERENCES "experimenter"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");
CREATE INDEX "api_token_experimenter_id_idx" ON "api_token"("experimenter_id");

CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "account_role" NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE UNIQUE INDEX "invitation_email_key" ON "invitation"("email");

CREATE TABLE "known_device" (
    "experimenter_id" UUID NOT NULL,
    "device_hash" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_device_pkey" PRIMARY KEY ("experimenter_id", "device_hash"),
    CONSTRAINT "known_device_experimenter_id_fkey" FOREIGN KEY ("experimenter_id") REFERENCES "experimenter"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "sign_in_attempt" (
    "key_hash" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("key_hash")
);
CREATE INDEX "sign_in_attempt_until_idx" ON "sign_in_attempt"("until");

CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "token" TEXT,
    "action" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT NOT NULL DEFAULT '',
    "device" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

CREATE TABLE "installation_key" (
    "key_id" TEXT NOT NULL,
    "first_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_key_pkey" PRIMARY KEY ("key_id")
);
