-- A bonus is confirmed on what the ledger said when it was prepared: what somebody else paid meanwhile makes it another decision.

ALTER TABLE "platform_action_item" ADD COLUMN "paid_before" INTEGER NOT NULL DEFAULT 0;
